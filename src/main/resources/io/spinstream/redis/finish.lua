-- Keys: run. Arguments: replica, token, state, type, value, charset, milliseconds.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e', 't', 'v', 'c')
if run[1] and run[1] ~= 'run' then
  local isReplay = run[1] == ARGV[3] and run[3] == ARGV[2] and run[4] == ARGV[4] and run[5] == ARGV[5]
    and run[6] == ARGV[6]
  return isReplay and 1 or 0
end
if run[1] then
  local ahead = tonumber(ARGV[2]) - tonumber(run[3])
  if ahead < 0 or (ahead == 0 and run[2] ~= ARGV[1]) then
    return 0
  end
end
redis.call('HSET', KEYS[1], 's', ARGV[3], 'o', ARGV[1], 'e', ARGV[2], 't', ARGV[4], 'v', ARGV[5], 'c', ARGV[6])
redis.call('HDEL', KEYS[1], 'i', 'p', 'l', 'n')
redis.call('PEXPIRE', KEYS[1], ARGV[7])
return 1
