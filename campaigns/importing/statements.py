"""The SQL of an import, in the words that SQLite and PostgreSQL share."""

# One line a row: who it is already, why it is refused, what it would change.
PLAN = """
CREATE TEMPORARY TABLE import_plan AS
SELECT r.*, s.id AS subscriber_id,
    s.open_tracking AS opens_before, s.click_tracking AS clicks_before,
    CASE
        WHEN r.turn > 1 THEN 'repeated'
        WHEN x.reason IS NOT NULL THEN x.reason
        WHEN u.state = 'unsubscribed' THEN 'left'
        WHEN u.state = 'pending' AND u.unsubscribed_at IS NOT NULL THEN 'left'
        WHEN r.opens = 'granted' AND s.open_tracking = 'refused' THEN 'open_tracking'
        WHEN r.clicks = 'granted' AND s.click_tracking = 'refused' THEN 'click_tracking'
    END AS refusal,
    CASE WHEN {with_newsletter} = 1 AND coalesce(u.state, '') <> 'confirmed'
        THEN 1 ELSE 0 END AS subscribes,
    CASE WHEN r.opens <> '' AND r.opens <> coalesce(s.open_tracking, '')
        THEN 1 ELSE 0 END AS opens_changes,
    CASE WHEN r.clicks <> '' AND r.clicks <> coalesce(s.click_tracking, '')
        THEN 1 ELSE 0 END AS clicks_changes,
    CASE WHEN (r.first_name <> '' AND r.first_name <> s.first_name)
        OR (r.last_name <> '' AND r.last_name <> s.last_name)
        OR (r.language <> '' AND r.language <> s.language)
        OR r.territory_id <> coalesce(s.territory_id, -1)
        OR EXISTS (
            SELECT 1 FROM import_tag t JOIN import_tag_number n ON n.number = t.number
            LEFT JOIN crm_taggedsubscriber k
                ON k.tag_id = n.tag_id AND k.content_object_id = s.id
            WHERE t.line = r.line AND k.id IS NULL)
        THEN 1 ELSE 0 END AS differs
FROM (
    SELECT import_row.*,
        row_number() OVER (PARTITION BY address COLLATE {binary} ORDER BY line) AS turn
    FROM import_row) r
LEFT JOIN crm_subscriber s ON s.address = r.address
LEFT JOIN crm_suppression x ON x.address_hash = r.address_hash
LEFT JOIN campaigns_subscription u ON u.subscriber_id = s.id AND u.newsletter_id = %s
"""
COUNTS = """
SELECT CASE WHEN subscriber_id IS NULL THEN 'created'
    WHEN differs + subscribes + opens_changes + clicks_changes > 0 THEN 'updated'
    ELSE 'unchanged' END AS outcome, count(*)
FROM import_plan WHERE refusal IS NULL GROUP BY outcome
"""
REFUSED = "SELECT line, refusal FROM import_plan WHERE refusal IS NOT NULL ORDER BY line"

NEW_SUBSCRIBERS = """
INSERT INTO crm_subscriber (email, address, address_hash, first_name, last_name, language,
    territory_id, open_tracking, click_tracking, created_at)
SELECT email, address, address_hash, first_name, last_name,
    CASE language WHEN '' THEN %s ELSE language END, territory_id, opens, clicks, %s
FROM import_plan WHERE refusal IS NULL AND subscriber_id IS NULL ORDER BY line
"""
CHANGED_SUBSCRIBERS = """
UPDATE crm_subscriber SET
    first_name = CASE p.first_name WHEN '' THEN crm_subscriber.first_name ELSE p.first_name END,
    last_name = CASE p.last_name WHEN '' THEN crm_subscriber.last_name ELSE p.last_name END,
    language = CASE p.language WHEN '' THEN crm_subscriber.language ELSE p.language END,
    territory_id = coalesce(p.territory_id, crm_subscriber.territory_id),
    open_tracking = CASE p.opens WHEN '' THEN crm_subscriber.open_tracking ELSE p.opens END,
    click_tracking = CASE p.clicks WHEN '' THEN crm_subscriber.click_tracking ELSE p.clicks END,
    changed_at = %s
FROM import_plan p
WHERE p.subscriber_id = crm_subscriber.id AND p.refusal IS NULL
    AND p.differs + p.opens_changes + p.clicks_changes > 0
"""
SUBSCRIPTIONS = """
INSERT INTO campaigns_subscription (subscriber_id, newsletter_id, state, created_at, confirmed_at)
SELECT s.id, %s, 'confirmed', %s, {given_at}
FROM import_plan p JOIN crm_subscriber s ON s.address = p.address
WHERE p.refusal IS NULL AND p.subscribes = 1 ORDER BY p.line
ON CONFLICT (subscriber_id, newsletter_id)
    DO UPDATE SET state = excluded.state, confirmed_at = excluded.confirmed_at
"""
# The day in the file counts for who was unknown: nothing else is written of them, so that the
# latest act stays the latest.
GIVEN_AT = "CASE WHEN p.subscriber_id IS NULL THEN coalesce(p.given_at, %s) ELSE %s END"
CONSENTS = """
INSERT INTO crm_consent (subscriber_id, purpose, act, source, proof, given_at)
SELECT s.id, %s, {act}, %s, %s || CAST(p.line AS text), {given_at}
FROM import_plan p JOIN crm_subscriber s ON s.address = p.address
WHERE p.refusal IS NULL AND p.{changes} = 1 ORDER BY p.line
"""
ANSWERED = """CASE WHEN p.{column} = 'granted' THEN 'granted'
    WHEN p.{column}_before = 'granted' THEN 'withdrawn' ELSE 'refused' END"""
TAGGED = """
INSERT INTO crm_taggedsubscriber (tag_id, content_object_id)
SELECT n.tag_id, s.id FROM import_plan p
JOIN import_tag t ON t.line = p.line JOIN import_tag_number n ON n.number = t.number
JOIN crm_subscriber s ON s.address = p.address
WHERE p.refusal IS NULL
ON CONFLICT (tag_id, content_object_id) DO NOTHING
"""
TRACES = """
INSERT INTO campaigns_importedsubscriber (run_id, subscriber_id, is_new, is_subscribed)
SELECT %s, s.id,
    CASE WHEN p.subscriber_id IS NULL THEN {true} ELSE {false} END,
    CASE WHEN p.subscribes = 1 THEN {true} ELSE {false} END
FROM import_plan p JOIN crm_subscriber s ON s.address = p.address
WHERE p.refusal IS NULL AND (p.subscriber_id IS NULL
    OR p.differs + p.subscribes + p.opens_changes + p.clicks_changes > 0)
"""
FORMER = """
INSERT INTO campaigns_importedchange (run_id, subscriber_id, field, before, after)
SELECT %s, s.id, '{field}', s.{field}, p.{field}
FROM import_plan p JOIN crm_subscriber s ON s.id = p.subscriber_id
WHERE p.refusal IS NULL AND p.differs = 1 AND p.{field} <> '' AND p.{field} <> s.{field}
"""
FORMER_TERRITORIES = """
INSERT INTO campaigns_importedchange (run_id, subscriber_id, field, before, after)
SELECT %s, s.id, 'territory_id', coalesce(CAST(s.territory_id AS text), ''),
    CAST(p.territory_id AS text)
FROM import_plan p JOIN crm_subscriber s ON s.id = p.subscriber_id
WHERE p.refusal IS NULL AND p.differs = 1 AND p.territory_id <> coalesce(s.territory_id, -1)
"""
FORMER_TAGS = """
INSERT INTO campaigns_importedchange (run_id, subscriber_id, field, before, after)
SELECT %s, p.subscriber_id, 'tag', '', CAST(n.tag_id AS text)
FROM import_plan p
JOIN import_tag t ON t.line = p.line JOIN import_tag_number n ON n.number = t.number
LEFT JOIN crm_taggedsubscriber k
    ON k.tag_id = n.tag_id AND k.content_object_id = p.subscriber_id
WHERE p.refusal IS NULL AND p.differs = 1 AND p.subscriber_id IS NOT NULL AND k.id IS NULL
"""
TAGS_WANTED = """
SELECT DISTINCT t.number FROM import_tag t JOIN import_plan p ON p.line = t.line
WHERE p.refusal IS NULL
"""
TAGS_MISSING = "SELECT number FROM import_tag_number WHERE tag_id IS NULL"
TAG_NUMBERED = "UPDATE import_tag_number SET tag_id = %s WHERE number = %s"
