-- Keys: replica. Arguments: who it is, milliseconds. A lease that was given back is an empty value.
local isHeld = redis.call('STRLEN', KEYS[1]) > 0
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return isHeld and 1 or 0
