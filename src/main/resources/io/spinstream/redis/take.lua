-- Keys: stopped runs of a replica.
local runs = redis.call('SMEMBERS', KEYS[1])
redis.call('DEL', KEYS[1])
return runs
