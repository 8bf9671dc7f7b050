-- Keys: run. Arguments: replica, token, life, inputs, milliseconds.
local owner = redis.call('HGET', KEYS[1], 'o')
if owner then
  return owner == ARGV[1] and 1 or 0
end
redis.call('HSET', KEYS[1], 's', 'run', 'o', ARGV[1], 'e', ARGV[2], 'l', ARGV[3], 'i', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
