-- Keys: run. Arguments: replica, token, text.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e')
if run[1] ~= 'run' or run[2] ~= ARGV[1] or tonumber(ARGV[2]) < tonumber(run[3]) then
  return 0
end
redis.call('HSET', KEYS[1], 'p', ARGV[3])
return 1
