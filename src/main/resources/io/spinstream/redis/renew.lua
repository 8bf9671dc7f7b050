-- Keys: replica. Arguments: who it is, milliseconds.
local wasThere = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return wasThere
