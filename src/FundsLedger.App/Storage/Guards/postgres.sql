-- The ledger's rules as PostgreSQL keeps them, against every tool that connects.
-- Each guard begins with a line "-- guard: NAME ON TABLE TIMING"; the text below it is the body of its function.
-- They are installed again after every migration and compared word by word by `check`.

-- guard: postings_one_at_a_time ON postings BEFORE INSERT STATEMENT
BEGIN
    -- Two sessions must not write postings of one entry side by side: neither would see the other's.
    PERFORM pg_advisory_xact_lock(7041776);
    RETURN NULL;
END

-- guard: postings_before_entry ON postings BEFORE INSERT ROW
BEGIN
    IF EXISTS (SELECT 1 FROM entries WHERE seq = NEW.entry_seq) THEN
        RAISE EXCEPTION 'postings_before_entry: this entry is written; nothing can be added to it';
    END IF;
    RETURN NEW;
END

-- guard: entry_is_sound ON entries BEFORE INSERT ROW
DECLARE
    sums RECORD;
BEGIN
    IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries)
        OR NEW.recorded_at < (SELECT recorded_at FROM entries WHERE seq = NEW.seq - 1) THEN
        RAISE EXCEPTION 'entry_is_sound: the sequence has no gaps and instants never run back';
    END IF;
    SELECT COUNT(*) AS lines, SUM(p.eur_minor) AS eur, COUNT(*) FILTER (WHERE a.kind = 'memorandum') AS memorandum,
           COUNT(*) FILTER (WHERE a.fund_id <> NEW.fund_id) AS elsewhere, COUNT(*) FILTER (WHERE p.effective_date <> NEW.effective_date) AS misdated,
           COUNT(*) FILTER (WHERE a.currency <> p.currency) AS wrong_currency, COUNT(*) FILTER (WHERE p.currency <> 'EUR') AS foreign_lines
    INTO sums FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.entry_seq = NEW.seq;
    IF sums.lines < 2 OR sums.eur <> 0 OR sums.memorandum NOT IN (0, sums.lines) OR sums.elsewhere > 0 OR sums.misdated > 0 OR sums.wrong_currency > 0 THEN
        RAISE EXCEPTION 'entry_is_sound: two lines or more of one fund and one date sum to zero, and memorandum accounts stay among themselves';
    END IF;
    IF sums.foreign_lines > 0
        AND COALESCE((SELECT kind FROM entries WHERE seq = NEW.reverses_seq), NEW.kind) NOT IN ('opening', 'exchange', 'revaluation', 'closing')
        AND EXISTS (SELECT 1 FROM postings WHERE entry_seq = NEW.seq GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN
        RAISE EXCEPTION 'entry_is_sound: every currency sums to zero unless the entry exchanges one for another';
    END IF;
    IF (NEW.kind = 'reversal') <> (NEW.reverses_seq IS NOT NULL)
        OR (NEW.reverses_seq IS NOT NULL AND COALESCE((SELECT kind FROM entries WHERE seq = NEW.reverses_seq), 'reversal') = 'reversal') THEN
        RAISE EXCEPTION 'entry_is_sound: a reversal names an earlier entry that is not itself a reversal';
    END IF;
    IF NEW.kind <> 'reversal' AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id
        WHERE p.entry_seq = NEW.seq AND a.role = 'commitments' AND p.commitment IS NULL) THEN
        RAISE EXCEPTION 'entry_is_sound: money is set aside for a named commitment';
    END IF;
    IF NEW.kind <> 'reversal' AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id
        WHERE p.entry_seq = NEW.seq AND a.code = '2200' AND p.eur_minor < 0 AND p.donor IS NULL) THEN
        RAISE EXCEPTION 'entry_is_sound: what is set aside to go back names its donor';
    END IF;
    IF EXISTS (SELECT 1 FROM (SELECT closed_through FROM period_events WHERE fund_id = NEW.fund_id AND action <> 'reopening_asked' ORDER BY id DESC LIMIT 1) c
        WHERE NEW.effective_date < c.closed_through OR (NEW.effective_date = c.closed_through AND NEW.kind <> 'closing')) THEN
        RAISE EXCEPTION 'entry_is_sound: the period is closed';
    END IF;
    RETURN NEW;
END

-- guard: approval_takes_two ON approvals_decided BEFORE INSERT ROW
BEGIN
    IF NOT EXISTS (SELECT 1 FROM approvals_asked WHERE id = NEW.id AND actor_id <> NEW.actor_id AND actor_name <> NEW.actor_name) THEN
        RAISE EXCEPTION 'approval_takes_two: what one person asked for, another decides';
    END IF;
    RETURN NEW;
END

-- guard: signing_request_is_new ON signing_requests BEFORE INSERT ROW
BEGIN
    IF EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.id OR a.idempotency_key = NEW.idempotency_key) THEN
        RAISE EXCEPTION 'signing_request_is_new: number and key of a request are used once';
    END IF;
    RETURN NEW;
END

-- guard: signing_step_is_sound ON signing_steps BEFORE INSERT ROW
BEGIN
    IF (NOT EXISTS (SELECT 1 FROM signing_requests r WHERE r.id = NEW.request AND r.payload_hash = NEW.payload_hash)
            AND NOT EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.request))
        OR EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.payload_hash <> NEW.payload_hash) THEN
        RAISE EXCEPTION 'signing_step_is_sound: every step is about exactly what was asked';
    END IF;
    IF NEW.number <> 1 + (SELECT COUNT(*) FROM signing_steps s WHERE s.request = NEW.request)
                       + (SELECT COUNT(*) FROM approvals_asked a WHERE a.id = NEW.request)
        OR EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.outcome IS NOT NULL)
        OR EXISTS (SELECT 1 FROM approvals_decided d WHERE d.id = NEW.request) THEN
        RAISE EXCEPTION 'signing_step_is_sound: steps come one after the other, and none after the last';
    END IF;
    IF NEW.decision IN ('signed', 'refused')
        AND (EXISTS (SELECT 1 FROM signing_steps s WHERE s.request = NEW.request AND s.decision IN ('signed', 'refused')
                     AND (s.actor_id = NEW.actor_id OR LOWER(s.actor_name) = LOWER(NEW.actor_name)))
             OR EXISTS (SELECT 1 FROM approvals_asked a WHERE a.id = NEW.request
                        AND (a.actor_id = NEW.actor_id OR LOWER(a.actor_name) = LOWER(NEW.actor_name)))) THEN
        RAISE EXCEPTION 'signing_step_is_sound: nobody signs the same request twice';
    END IF;
    IF NEW.entry_seq IS NOT NULL AND NEW.outcome IS DISTINCT FROM 'done' THEN
        RAISE EXCEPTION 'signing_step_is_sound: only the step with which it is done makes an entry';
    END IF;
    RETURN NEW;
END

-- guard: reopening_takes_two ON period_events BEFORE INSERT ROW
BEGIN
    IF NEW.action = 'reopened' AND (NEW.second_actor_id IS NULL OR NEW.second_actor_id = NEW.actor_id) THEN
        RAISE EXCEPTION 'reopening_takes_two: a period is reopened by two different people';
    END IF;
    RETURN NEW;
END

-- guard: reconciled_is_locked ON entries BEFORE INSERT ROW
BEGIN
    IF EXISTS (SELECT 1 FROM reconciliations r JOIN postings p ON p.account_id = r.account_id AND r.step = 'approved' AND r.through >= p.effective_date
        WHERE p.entry_seq = NEW.seq AND p.amount_minor <> 0) THEN
        RAISE EXCEPTION 'reconciled_is_locked: this bank account is reconciled through a later day';
    END IF;
    RETURN NEW;
END

-- guard: reconciled_match_is_locked ON bank_matches BEFORE INSERT ROW
BEGIN
    IF NEW.kind <> 'identified'
        AND EXISTS (SELECT 1 FROM bank_lines l JOIN reconciliations r ON r.bank_account = l.bank_account AND r.step = 'approved' AND r.through >= l.booked_on WHERE l.id = NEW.line_id) THEN
        RAISE EXCEPTION 'reconciled_match_is_locked: this line is reconciled';
    END IF;
    RETURN NEW;
END

-- guard: reconciliation_takes_two ON reconciliations BEFORE INSERT ROW
BEGIN
    IF NEW.step = 'approved' AND (NEW.second_actor_id IS NULL OR NEW.second_actor_id = NEW.actor_id) THEN
        RAISE EXCEPTION 'reconciliation_takes_two: a reconciliation is prepared and approved by two different people';
    END IF;
    RETURN NEW;
END

-- guard: statement_decision_takes_two ON bank_decisions BEFORE INSERT ROW
BEGIN
    IF NEW.second_actor_id = NEW.actor_id OR NEW.second_actor_name = NEW.actor_name THEN
        RAISE EXCEPTION 'statement_decision_takes_two: a statement set aside is decided by two different people';
    END IF;
    RETURN NEW;
END

-- guard: payment_event_follows ON payment_events BEFORE INSERT ROW
BEGIN
    IF (NEW.kind = 'certified' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment))
        OR (NEW.kind = 'withdrawn' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified'))
        OR (NEW.kind = 'sent' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'certified'))
        OR (NEW.kind = 'sent' AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified'))
        OR (NEW.kind IN ('executed', 'rejected') AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'sent'))
        OR (NEW.kind IN ('executed', 'rejected') AND EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind IN ('executed', 'rejected')))
        OR (NEW.kind = 'returned' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind = 'executed'))
        OR (NEW.kind = 'abandoned' AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind IN ('rejected', 'returned', 'withdrawn'))) THEN
        RAISE EXCEPTION 'payment_event_follows: a payment is certified, sent, and executed or sent back, in this order and once';
    END IF;
    IF NEW.kind = 'certified' AND EXISTS (SELECT 1 FROM payments p WHERE p.code = NEW.payment AND p.attempt > 1
        AND (NOT EXISTS (SELECT 1 FROM payments b JOIN payment_events v ON v.payment = b.code
                         WHERE b.claim = p.claim AND b.attempt = p.attempt - 1 AND v.kind IN ('rejected', 'returned', 'withdrawn'))
             OR NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = p.claim AND v.kind IN ('rejected', 'returned'))
             OR EXISTS (SELECT 1 FROM payments b JOIN payment_events v ON v.payment = b.code WHERE b.claim = p.claim AND v.kind = 'abandoned'))) THEN
        RAISE EXCEPTION 'payment_event_follows: a claim is paid again only when its payment before has ended, and never when it is not to be paid';
    END IF;
    RETURN NEW;
END

-- guard: batch_takes_approved_payments ON payment_batch_items BEFORE INSERT ROW
BEGIN
    IF NOT EXISTS (SELECT 1 FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                   WHERE r.kind = 'pay' AND r.subject = NEW.payment AND s.outcome = 'done')
        OR EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = NEW.payment AND v.kind <> 'certified')
        OR EXISTS (SELECT 1 FROM payment_batch_items i WHERE i.payment = NEW.payment AND NOT EXISTS (
                       SELECT 1 FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                       WHERE r.kind = 'send_batch' AND r.subject = i.batch AND s.outcome IN ('refused', 'withdrawn'))) THEN
        RAISE EXCEPTION 'batch_takes_approved_payments: a batch holds payments that are approved and in no other batch';
    END IF;
    RETURN NEW;
END

-- guard: signatory_is_another ON signing_steps BEFORE INSERT ROW
BEGIN
    IF NEW.step = 'transmit' AND NEW.decision = 'signed' AND EXISTS (SELECT 1
        FROM signing_requests b JOIN payment_batch_items i ON i.batch = b.subject
        JOIN signing_requests r ON r.kind = 'pay' AND r.subject = i.payment
        JOIN signing_steps s ON s.request = r.id AND s.decision = 'signed'
        WHERE b.id = NEW.request AND b.kind = 'send_batch'
          AND (s.actor_id = NEW.actor_id OR LOWER(s.actor_name) = LOWER(NEW.actor_name))) THEN
        RAISE EXCEPTION 'signatory_is_another: nobody sends to the bank what they drafted, certified or approved';
    END IF;
    RETURN NEW;
END
