-- The ledger's rules as SQLite keeps them, against every tool that opens the file.
-- Each guard begins with a line "-- guard: NAME"; they are installed again after every migration and compared word by word by `check`.

-- guard: postings_before_entry
CREATE TRIGGER postings_before_entry BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.entry_seq)
BEGIN
    SELECT RAISE(ABORT, 'postings_before_entry: this entry is written; nothing can be added to it');
END;

-- guard: entry_is_sound
CREATE TRIGGER entry_is_sound BEFORE INSERT ON entries
BEGIN
    SELECT RAISE(ABORT, 'entry_is_sound: the sequence has no gaps and instants never run back')
    WHERE NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries)
       OR NEW.recorded_at < (SELECT recorded_at FROM entries WHERE seq = NEW.seq - 1);
    SELECT RAISE(ABORT, 'entry_is_sound: id, key, leaf and reversed entry are used once')
    WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM entries WHERE idempotency_key = NEW.idempotency_key)
       OR EXISTS (SELECT 1 FROM entries WHERE tree = NEW.tree AND leaf_index = NEW.leaf_index)
       OR (NEW.reverses_seq IS NOT NULL AND EXISTS (SELECT 1 FROM entries WHERE reverses_seq = NEW.reverses_seq));
    SELECT RAISE(ABORT, 'entry_is_sound: two lines or more of one fund and one date sum to zero, and memorandum accounts stay among themselves')
    FROM (SELECT COUNT(*) AS lines, SUM(p.eur_minor) AS eur, SUM(a.kind = 'memorandum') AS memorandum,
                 SUM(a.fund_id <> NEW.fund_id) AS elsewhere, SUM(p.effective_date <> NEW.effective_date) AS misdated,
                 SUM(a.currency IS NOT NULL AND a.currency <> p.currency) AS wrong_currency
          FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.entry_seq = NEW.seq)
    WHERE lines < 2 OR eur <> 0 OR memorandum NOT IN (0, lines) OR elsewhere > 0 OR misdated > 0 OR wrong_currency > 0;
    SELECT RAISE(ABORT, 'entry_is_sound: every currency sums to zero unless the entry exchanges one for another')
    WHERE COALESCE((SELECT kind FROM entries WHERE seq = NEW.reverses_seq), NEW.kind) NOT IN ('opening', 'exchange', 'revaluation', 'closing')
      AND EXISTS (SELECT 1 FROM postings WHERE entry_seq = NEW.seq AND currency <> 'EUR')
      AND EXISTS (SELECT 1 FROM postings WHERE entry_seq = NEW.seq GROUP BY currency HAVING SUM(amount_minor) <> 0);
    SELECT RAISE(ABORT, 'entry_is_sound: a reversal names an earlier entry that is not itself a reversal')
    WHERE (NEW.kind = 'reversal') <> (NEW.reverses_seq IS NOT NULL)
       OR (NEW.reverses_seq IS NOT NULL AND COALESCE((SELECT kind FROM entries WHERE seq = NEW.reverses_seq), 'reversal') = 'reversal');
    SELECT RAISE(ABORT, 'entry_is_sound: money is set aside for a named commitment')
    FROM postings p JOIN accounts a ON a.id = p.account_id
    WHERE p.entry_seq = NEW.seq AND NEW.kind <> 'reversal' AND a.role = 'commitments' AND p.commitment IS NULL;
    SELECT RAISE(ABORT, 'entry_is_sound: what is set aside to go back names its donor')
    FROM postings p JOIN accounts a ON a.id = p.account_id
    WHERE p.entry_seq = NEW.seq AND NEW.kind <> 'reversal' AND a.code = '2200' AND p.eur_minor < 0 AND p.donor IS NULL;
    SELECT RAISE(ABORT, 'entry_is_sound: the period is closed')
    FROM (SELECT closed_through FROM period_events WHERE fund_id = NEW.fund_id AND action <> 'reopening_asked' ORDER BY id DESC LIMIT 1)
    WHERE NEW.effective_date < closed_through OR (NEW.effective_date = closed_through AND NEW.kind <> 'closing');
END;

-- guard: approval_takes_two
CREATE TRIGGER approval_takes_two BEFORE INSERT ON approvals_decided
WHEN NOT EXISTS (SELECT 1 FROM approvals_asked WHERE id = NEW.id AND actor_id <> NEW.actor_id AND actor_name <> NEW.actor_name)
BEGIN
    SELECT RAISE(ABORT, 'approval_takes_two: what one person asked for, another decides');
END;

-- guard: signing_request_is_new
CREATE TRIGGER signing_request_is_new BEFORE INSERT ON signing_requests
WHEN EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.id OR a.idempotency_key = NEW.idempotency_key)
BEGIN
    SELECT RAISE(ABORT, 'signing_request_is_new: number and key of a request are used once');
END;

-- guard: signing_step_is_sound
CREATE TRIGGER signing_step_is_sound BEFORE INSERT ON signing_steps
BEGIN
    SELECT RAISE(ABORT, 'signing_step_is_sound: every step is about exactly what was asked')
    WHERE (NOT EXISTS (SELECT 1 FROM signing_requests r WHERE r.id = NEW.request AND r.payload_hash = NEW.payload_hash)
           AND NOT EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.request))
       OR EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.payload_hash <> NEW.payload_hash);
    SELECT RAISE(ABORT, 'signing_step_is_sound: steps come one after the other, and none after the last')
    WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM signing_steps s WHERE s.request = NEW.request)
                          + (SELECT COUNT(*) FROM approvals_asked a WHERE a.id = NEW.request)
       OR EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.outcome IS NOT NULL)
       OR EXISTS (SELECT 1 FROM approvals_decided d WHERE d.id = NEW.request);
    SELECT RAISE(ABORT, 'signing_step_is_sound: nobody signs the same request twice')
    WHERE NEW.decision IN ('signed', 'refused')
      AND (EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.decision IN ('signed', 'refused')
                   AND (s.actor_id = NEW.actor_id OR LOWER(s.actor_name) = LOWER(NEW.actor_name)))
           OR EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.request
                      AND (a.actor_id = NEW.actor_id OR LOWER(a.actor_name) = LOWER(NEW.actor_name))));
    SELECT RAISE(ABORT, 'signing_step_is_sound: only the step with which it is done makes an entry')
    WHERE NEW.entry_seq IS NOT NULL AND NEW.outcome IS NOT 'done';
END;

-- guard: reopening_takes_two
CREATE TRIGGER reopening_takes_two BEFORE INSERT ON period_events
WHEN NEW.action = 'reopened' AND (NEW.second_actor_id IS NULL OR NEW.second_actor_id = NEW.actor_id)
BEGIN
    SELECT RAISE(ABORT, 'reopening_takes_two: a period is reopened by two different people');
END;

-- guard: reconciled_is_locked
CREATE TRIGGER reconciled_is_locked BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM reconciliations)
BEGIN
    SELECT RAISE(ABORT, 'reconciled_is_locked: this bank account is reconciled through a later day')
    FROM postings p JOIN reconciliations r ON r.account_id = p.account_id AND r.step = 'approved' AND r.through >= p.effective_date
    WHERE p.entry_seq = NEW.seq AND p.amount_minor <> 0;
END;

-- guard: reconciled_match_is_locked
CREATE TRIGGER reconciled_match_is_locked BEFORE INSERT ON bank_matches
WHEN NEW.kind <> 'identified'
BEGIN
    SELECT RAISE(ABORT, 'reconciled_match_is_locked: this line is reconciled')
    FROM bank_lines l JOIN reconciliations r ON r.bank_account = l.bank_account AND r.step = 'approved' AND r.through >= l.booked_on WHERE l.id = NEW.line_id;
END;

-- guard: reconciliation_takes_two
CREATE TRIGGER reconciliation_takes_two BEFORE INSERT ON reconciliations
WHEN NEW.step = 'approved' AND (NEW.second_actor_id IS NULL OR NEW.second_actor_id = NEW.actor_id)
BEGIN
    SELECT RAISE(ABORT, 'reconciliation_takes_two: a reconciliation is prepared and approved by two different people');
END;

-- guard: statement_decision_takes_two
CREATE TRIGGER statement_decision_takes_two BEFORE INSERT ON bank_decisions
WHEN NEW.second_actor_id = NEW.actor_id OR NEW.second_actor_name = NEW.actor_name
BEGIN
    SELECT RAISE(ABORT, 'statement_decision_takes_two: a statement set aside is decided by two different people');
END;

-- guard: payment_event_follows
CREATE TRIGGER payment_event_follows BEFORE INSERT ON payment_events
BEGIN
    SELECT RAISE(ABORT, 'payment_event_follows: a payment is certified, sent, and executed or sent back, in this order and once')
    WHERE (NEW.kind = 'certified' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment))
       OR (NEW.kind = 'withdrawn' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified'))
       OR (NEW.kind = 'sent' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'certified'))
       OR (NEW.kind = 'sent' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified'))
       OR (NEW.kind IN ('executed', 'rejected') AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'sent'))
       OR (NEW.kind IN ('executed', 'rejected') AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind IN ('executed', 'rejected')))
       OR (NEW.kind = 'returned' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'executed'))
       OR (NEW.kind = 'abandoned' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind IN ('rejected', 'returned', 'withdrawn')));
    SELECT RAISE(ABORT, 'payment_event_follows: a claim is paid again only when its payment before has ended, and never when it is not to be paid')
    FROM payments p WHERE p.code = NEW.payment AND NEW.kind = 'certified' AND p.attempt > 1
      AND (NOT EXISTS (SELECT 1 FROM payments b JOIN payment_events v ON v.payment = b.code
                       WHERE b.claim = p.claim AND b.attempt = p.attempt - 1 AND v.kind IN ('rejected', 'returned', 'withdrawn'))
           OR NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = p.claim AND v.kind IN ('rejected', 'returned'))
           OR EXISTS (SELECT 1 FROM payments b JOIN payment_events v ON v.payment = b.code WHERE b.claim = p.claim AND v.kind = 'abandoned'));
END;

-- guard: batch_takes_approved_payments
CREATE TRIGGER batch_takes_approved_payments BEFORE INSERT ON payment_batch_items
BEGIN
    SELECT RAISE(ABORT, 'batch_takes_approved_payments: a batch holds payments that are approved and in no other batch')
    WHERE NOT EXISTS (SELECT 1 FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                      WHERE r.kind = 'pay' AND r.subject = NEW.payment AND s.outcome = 'done')
       OR EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified')
       OR EXISTS (SELECT 1 FROM payment_batch_items i WHERE i.payment = NEW.payment AND NOT EXISTS (
                      SELECT 1 FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                      WHERE r.kind = 'send_batch' AND r.subject = i.batch AND s.outcome IN ('refused', 'withdrawn')));
END;

-- guard: signatory_is_another
CREATE TRIGGER signatory_is_another BEFORE INSERT ON signing_steps
WHEN NEW.step = 'transmit' AND NEW.decision = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'signatory_is_another: nobody sends to the bank what they drafted, certified or approved')
    FROM signing_requests b JOIN payment_batch_items i ON i.batch = b.subject
    JOIN signing_requests r ON r.kind = 'pay' AND r.subject = i.payment
    JOIN signing_steps s ON s.request = r.id AND s.decision = 'signed'
    WHERE b.id = NEW.request AND b.kind = 'send_batch' AND (s.actor_id = NEW.actor_id OR LOWER(s.actor_name) = LOWER(NEW.actor_name));
END;
