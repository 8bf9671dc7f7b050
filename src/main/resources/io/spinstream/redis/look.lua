-- Keys: run, read. Arguments: replica, milliseconds.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e', 'p', 't', 'v', 'c')
if run[1] == 'run' and run[2] ~= ARGV[1] then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
end
return run
