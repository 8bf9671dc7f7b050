-- Keys: run, read. Arguments: replica, token.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e', 'l')
if run[1] ~= 'run' or run[2] ~= ARGV[1] or tonumber(ARGV[2]) < tonumber(run[3]) then
  return 0
end
if run[4] == 'DETACHED' or redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
return redis.call('DEL', KEYS[1])
