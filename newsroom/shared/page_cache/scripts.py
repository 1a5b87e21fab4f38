"""What runs inside Valkey. Everything that must not have anybody in between is one script, and one round trip.

A moment is sixteen digits: microseconds since 1970, so that moments compare as texts. `clock` is the moment of the last
bump, and never goes back, whatever the machine's clock does.

A tag is “last|first|before|hidden”: its last bump; the first of the bumps that came with that in quick succession; the
last one before those; the last one that hides. A tag that is not there (it was evicted, or has never been) makes every
copy stale: it is put back, as of now, by the next page that is stored with it.

A copy is a hash: `since` (the clock when its rendering began), `until` (when it ends by itself), `changes` (past which
it must not be handed out even as the old one), `tags` (their keys), `head` and a field for each encoding of the body.
"""

from newsroom.shared.page_cache.link import Script

_NOW = """
local function now()
  local time = redis.call('TIME')
  return string.format('%010d%06d', time[1], time[2])
end
"""

# KEYS: copy, lock, clock. ARGV: encoding, the reader's moment, token, milliseconds of the lock, microseconds for which
# the old page may be handed out. Answers {'fresh' | 'old', head, body}, {'render', clock} to whom is to render, or
# {'wait', clock}: somebody else renders.
LOOK = Script.of(
    _NOW
    + """
local copy = redis.call('HMGET', KEYS[1], 'since', 'until', 'tags', 'head', ARGV[1])
local since, states = copy[1], nil
if since then
  local tags = {}
  for tag in string.gmatch(copy[3], '%S+') do tags[#tags + 1] = tag end
  states = redis.call('MGET', unpack(tags))
  local fresh = ARGV[2] < copy[2]
  for _, state in ipairs(states) do
    if not state or string.sub(state, 1, 16) > since then fresh = false break end
  end
  if fresh then return {'fresh', copy[4], copy[5]} end
end
local clock = redis.call('GET', KEYS[3])
if not clock then
  clock = now()
  redis.pcall('SET', KEYS[3], clock)
end
local holder = redis.call('GET', KEYS[2])
if holder == 'nobody' then return {'render', clock} end
if not holder then
  local taken = redis.pcall('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
  return {'render', clock}
end
if since and ARGV[2] < redis.call('HGET', KEYS[1], 'changes') then
  local bound = string.format('%.0f', tonumber(now()) - tonumber(ARGV[5]))
  for _, state in ipairs(states) do
    if not state then return {'wait', clock} end
    if string.sub(state, 1, 16) > since then
      local just_now = string.sub(state, 18, 33) > bound
      local missed_one = string.sub(state, 35, 50) > since
      local hidden = string.sub(state, 52, 67) > since
      if hidden or missed_one or not just_now then return {'wait', clock} end
    end
  end
  return {'old', copy[4], copy[5]}
end
return {'wait', clock}
"""
)

# KEYS: copy, lock, clock, then the tags. ARGV: token, since, until, changes, milliseconds to keep it, seconds to keep a
# tag, head, then encodings and bodies. Answers 1, or 0 where a tag was bumped meanwhile: what was rendered may be old.
STORE = Script.of("""
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
local since, tags, current = ARGV[2], {}, true
local clock = redis.call('GET', KEYS[3])
for index = 4, #KEYS do
  tags[#tags + 1] = KEYS[index]
  local state = redis.call('GET', KEYS[index])
  if not state then
    -- Bumped meanwhile, and lost again? Nobody knows, unless nothing at all was bumped.
    if clock ~= since then current = false end
    local at = clock or since
    redis.call('SET', KEYS[index], table.concat({at, at, at, '0000000000000000'}, '|'), 'EX', ARGV[6])
  elseif string.sub(state, 1, 16) > since then
    current = false
  end
end
if not current then return 0 end
redis.call('HSET', KEYS[1], 'since', since, 'until', ARGV[3], 'changes', ARGV[4],
  'tags', table.concat(tags, ' '), 'head', ARGV[7], unpack(ARGV, 8))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
""")

# KEYS: lock. ARGV: token, milliseconds. For a page that is not to be kept: for so long nobody waits for it.
LEAVE = Script.of("""
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], 'nobody', 'PX', ARGV[2]) end
return 1
""")

# KEYS: clock, then the tags. ARGV: '1' to hide, microseconds of quick succession, seconds to keep a tag.
BUMP = Script.of(
    _NOW
    + """
local moment = now()
local clock = redis.call('GET', KEYS[1])
if clock and clock >= moment then moment = string.format('%.0f', tonumber(clock) + 1) end
redis.call('SET', KEYS[1], moment)
for index = 2, #KEYS do
  local state = redis.call('GET', KEYS[index])
  -- Of a tag that was lost nobody knows what it had seen: no page of before may be handed out as the old one.
  local first, before, hidden = moment, moment, '0000000000000000'
  if state then
    local last = string.sub(state, 1, 16)
    first, before, hidden = string.sub(state, 18, 33), string.sub(state, 35, 50), string.sub(state, 52, 67)
    if tonumber(moment) - tonumber(first) > tonumber(ARGV[2]) then first, before = moment, last end
  end
  if ARGV[1] == '1' then hidden = moment end
  redis.call('SET', KEYS[index], table.concat({moment, first, before, hidden}, '|'), 'EX', ARGV[3])
end
return moment
"""
)

# KEYS: the tags. The last resort of a Valkey that is full: without its tags no copy is good.
FORGET = Script.of("return redis.call('UNLINK', unpack(KEYS))")
