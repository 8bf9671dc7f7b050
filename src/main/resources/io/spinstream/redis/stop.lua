-- Keys: run. Arguments: state, type, value, charset, milliseconds. The token is raised, so that the owner's outcome is refused.
local run = redis.call('HMGET', KEYS[1], 's', 'o', 'e', 'p', 't', 'v', 'c')
if run[1] == 'run' then
  redis.call('HSET', KEYS[1], 's', ARGV[1], 'e', tonumber(run[3]) + 1, 't', ARGV[2], 'v', ARGV[3], 'c', ARGV[4])
  redis.call('HDEL', KEYS[1], 'i', 'p', 'l', 'n')
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
end
return run
