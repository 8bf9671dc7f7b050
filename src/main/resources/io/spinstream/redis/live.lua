-- Keys: run. Arguments: life.
if redis.call('HGET', KEYS[1], 's') ~= 'run' then
  return 0
end
redis.call('HSET', KEYS[1], 'l', ARGV[1])
return 1
