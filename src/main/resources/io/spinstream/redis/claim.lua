-- Keys: run. Arguments: replica, token that was seen, 1 for a loss, milliseconds.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e', 'i', 'l', 'n')
if run[1] ~= 'run' then
  return {}
end
local token = tonumber(ARGV[2]) + 1
local losses = tonumber(run[6] or 0)
local isReplay = run[2] == ARGV[1] and tonumber(run[3]) == token
if not isReplay then
  if run[3] ~= ARGV[2] then
    return {}
  end
  losses = losses + tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], 'o', ARGV[1], 'e', token, 'n', losses)
  redis.call('HDEL', KEYS[1], 'p')
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {token, losses, run[4], run[5]}
