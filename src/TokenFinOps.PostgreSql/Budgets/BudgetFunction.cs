using TokenFinOps.Budgets;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>The function that does the work of a batch in one round trip.</summary>
internal static class BudgetFunction
{
    /// <summary>Gets the SQL that makes or replaces it.</summary>
    /// <remarks>
    /// <para>How it goes:</para>
    /// <list type="number">
    /// <item><description>The process's own row says whether the batch was done before: then its answer is given again. A batch that arrives after a later one does nothing.</description></item>
    /// <item><description>Missing accounts are made, then all are locked, each in the order of their ids. So every process takes its locks in one order.</description></item>
    /// <item><description>The work is done in its order on sums in memory. Where something does not fit, what has expired is given back once.</description></item>
    /// <item><description>Every account is written once, however much work it had.</description></item>
    /// </list>
    /// <para>
    /// Rows are few and come and go, so that the planner's statistics are of little use: it is told to go by the indexes, and to plan once.
    /// The answer holds for every piece of work the charge that was refused, -1 or -2, and then five texts for every account.
    /// </para>
    /// </remarks>
    public static string Create(BudgetTables tables) => $"""
        CREATE OR REPLACE FUNCTION {tables.Apply}(
            p_client uuid, p_batch bigint, p_now bigint,
            p_account uuid[], p_line uuid[], p_rule uuid[], p_budget text[], p_scope text[], p_starts bigint[], p_ends bigint[], p_stale_at bigint[],
            p_newest bigint[], p_is_hard boolean[], p_limit numeric[], p_carry numeric[],
            p_kind smallint[], p_reservation uuid[], p_expires_at bigint[], p_first int[],
            p_work int[], p_place int[], p_slot bigint[], p_amount numeric[], p_spent numeric[], p_presumed numeric[])
        RETURNS text[] LANGUAGE plpgsql
        SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $function$
        DECLARE
            v_known record;
            v_found_row record;
            v_answer text[] := '{"{}"}';
            v_spent numeric[] := '{"{}"}';
            v_presumed numeric[] := '{"{}"}';
            v_reserved numeric[] := '{"{}"}';
            v_carried numeric[] := '{"{}"}';
            v_since bigint[] := '{"{}"}';
            v_newest bigint[] := '{"{}"}';
            v_is_swept boolean[] := '{"{}"}';
            v_back numeric[] := array_fill(0::numeric, ARRAY[cardinality(p_place)]);
            v_is_made boolean[] := array_fill(false, ARRAY[cardinality(p_place)]);
            v_slot_account uuid[] := '{"{}"}';
            v_slot_slot bigint[] := '{"{}"}';
            v_slot_spent numeric[] := '{"{}"}';
            v_slot_presumed numeric[] := '{"{}"}';
            v_slot_reserved numeric[] := '{"{}"}';
            i int := 0;
            v_outcome int;
        BEGIN
            IF current_setting('synchronous_commit') = 'off' THEN
                PERFORM set_config('synchronous_commit', 'on', true);
            END IF;

            LOOP
                SELECT c.batch, c.answer INTO v_known FROM {tables.Client} c WHERE c.id = p_client FOR UPDATE;
                EXIT WHEN FOUND;
                INSERT INTO {tables.Client} VALUES (p_client, 0, p_now, '{"{}"}') ON CONFLICT (id) DO NOTHING;
            END LOOP;
            IF v_known.batch = p_batch THEN
                RETURN v_known.answer;
            ELSIF v_known.batch > p_batch THEN
                RETURN NULL;
            END IF;

            INSERT INTO {tables.Account} (id, line, rule, budget, scope, starts, ends, since, stale_at, carries, newest, carried, spent, presumed, reserved)
            SELECT n.id, n.line, n.rule, n.budget, n.scope, n.starts, n.ends, p_now, n.stale_at, n.carry > 0, n.newest,
                CASE WHEN n.carry = 0 THEN 0 ELSE least(n.carry, coalesce((
                    SELECT CASE WHEN b.ends < n.starts THEN n.max ELSE greatest(0, n.max + b.carried - b.spent - b.presumed
                        - (SELECT coalesce(sum(h.amount), 0) FROM {tables.Hold} h WHERE h.account = b.id AND h.expires_at > p_now)) END
                    FROM {tables.Account} b WHERE b.line = n.line AND b.starts < n.starts ORDER BY b.starts DESC LIMIT 1), 0)) END,
                0, 0, 0
            FROM unnest(p_account, p_line, p_rule, p_budget, p_scope, p_starts, p_ends, p_stale_at, p_newest, p_limit, p_carry)
                AS n (id, line, rule, budget, scope, starts, ends, stale_at, newest, max, carry)
            WHERE NOT EXISTS (SELECT FROM {tables.Account} a WHERE a.id = n.id)
            ORDER BY n.id
            ON CONFLICT (id) DO NOTHING;

            FOR v_found_row IN SELECT a.* FROM {tables.Account} a WHERE a.id = ANY (p_account) ORDER BY a.id FOR UPDATE LOOP
                i := i + 1;
                v_spent[i] := v_found_row.spent;
                v_presumed[i] := v_found_row.presumed;
                v_reserved[i] := v_found_row.reserved;
                v_carried[i] := v_found_row.carried;
                v_since[i] := v_found_row.since;
                v_newest[i] := greatest(v_found_row.newest, p_newest[i]);
                v_is_swept[i] := false;
                IF v_newest[i] > v_found_row.newest THEN
                    FOR v_known IN DELETE FROM {tables.Slot} s WHERE s.account = v_found_row.id AND s.slot < v_newest[i] - {BudgetWindow.Slots} RETURNING s.* LOOP
                        v_spent[i] := v_spent[i] - v_known.spent;
                        v_presumed[i] := v_presumed[i] - v_known.presumed;
                        v_reserved[i] := v_reserved[i] - v_known.reserved;
                    END LOOP;
                END IF;
            END LOOP;
            IF i <> cardinality(p_account) THEN
                RAISE EXCEPTION 'An account of a budget was removed at this moment; try again.' USING ERRCODE = 'serialization_failure';
            END IF;

            FOR v_known IN
                DELETE FROM {tables.Hold} h
                USING (
                    SELECT c.n, p_account[c.place] AS account, p_expires_at[c.work] AS expires_at, p_reservation[c.work] AS reservation
                    FROM unnest(p_place, p_work) WITH ORDINALITY AS c (place, work, n) WHERE p_kind[c.work] > 1) g
                WHERE h.account = g.account AND h.expires_at = g.expires_at AND h.reservation = g.reservation
                RETURNING g.n, h.amount
            LOOP
                v_back[v_known.n] := v_known.amount;
            END LOOP;

            FOR o IN 1 .. cardinality(p_kind) LOOP
                v_outcome := CASE WHEN p_kind[o] = 0 THEN -2 ELSE -1 END;
                IF p_kind[o] = 1 THEN
                    FOR c IN p_first[o] .. p_first[o + 1] - 1 LOOP
                        i := p_place[c];
                        CONTINUE WHEN NOT p_is_hard[i] OR p_limit[i] + v_carried[i] - v_spent[i] - v_presumed[i] - v_reserved[i] >= p_amount[c];
                        IF NOT v_is_swept[i] THEN
                            v_is_swept[i] := true;
                            FOR v_known IN DELETE FROM {tables.Hold} h WHERE h.account = p_account[i] AND h.expires_at <= p_now RETURNING h.slot, h.amount LOOP
                                CONTINUE WHEN v_known.slot >= 0 AND v_known.slot < v_newest[i] - {BudgetWindow.Slots};
                                v_reserved[i] := v_reserved[i] - v_known.amount;
                                IF v_known.slot >= 0 THEN
                                    v_slot_account := v_slot_account || p_account[i];
                                    v_slot_slot := v_slot_slot || v_known.slot;
                                    v_slot_spent := v_slot_spent || 0::numeric;
                                    v_slot_presumed := v_slot_presumed || 0::numeric;
                                    v_slot_reserved := v_slot_reserved || -v_known.amount;
                                END IF;
                            END LOOP;
                        END IF;
                        IF p_limit[i] + v_carried[i] - v_spent[i] - v_presumed[i] - v_reserved[i] < p_amount[c] THEN
                            v_outcome := c - p_first[o];
                            EXIT;
                        END IF;
                    END LOOP;
                END IF;

                FOR c IN p_first[o] .. p_first[o + 1] - 1 LOOP
                    EXIT WHEN v_outcome <> -1;
                    i := p_place[c];
                    IF p_kind[o] = 1 THEN
                        v_is_made[c] := p_amount[c] <> 0;
                        v_back[c] := -p_amount[c];
                    END IF;

                    CONTINUE WHEN p_slot[c] >= 0 AND p_slot[c] < v_newest[i] - {BudgetWindow.Slots};
                    v_spent[i] := v_spent[i] + p_spent[c];
                    v_presumed[i] := v_presumed[i] + p_presumed[c];
                    v_reserved[i] := v_reserved[i] - v_back[c];
                    IF p_slot[c] >= 0 THEN
                        v_slot_account := v_slot_account || p_account[i];
                        v_slot_slot := v_slot_slot || p_slot[c];
                        v_slot_spent := v_slot_spent || p_spent[c];
                        v_slot_presumed := v_slot_presumed || p_presumed[c];
                        v_slot_reserved := v_slot_reserved || -v_back[c];
                    END IF;
                END LOOP;

                v_answer[o] := v_outcome::text;
            END LOOP;

            INSERT INTO {tables.Hold} (account, expires_at, reservation, slot, amount)
            SELECT p_account[c.place], p_expires_at[c.work], p_reservation[c.work], c.slot, c.amount
            FROM unnest(p_place, p_work, p_slot, p_amount, v_is_made) AS c (place, work, slot, amount, is_made) WHERE c.is_made;

            IF cardinality(v_slot_account) > 0 THEN
                INSERT INTO {tables.Slot} AS s (account, slot, spent, presumed, reserved)
                SELECT n.account, n.slot, sum(n.spent), sum(n.presumed), sum(n.reserved)
                FROM unnest(v_slot_account, v_slot_slot, v_slot_spent, v_slot_presumed, v_slot_reserved) AS n (account, slot, spent, presumed, reserved)
                GROUP BY n.account, n.slot
                ON CONFLICT (account, slot) DO UPDATE
                SET spent = s.spent + excluded.spent, presumed = s.presumed + excluded.presumed, reserved = s.reserved + excluded.reserved;
            END IF;

            UPDATE {tables.Account} a
            SET stale_at = n.stale_at, carries = n.carry > 0, newest = n.newest, spent = n.spent, presumed = n.presumed, reserved = n.reserved
            FROM unnest(p_account, p_stale_at, p_carry, v_newest, v_spent, v_presumed, v_reserved) AS n (id, stale_at, carry, newest, spent, presumed, reserved)
            WHERE a.id = n.id;

            FOR a IN 1 .. cardinality(p_account) LOOP
                v_answer := v_answer || ARRAY[v_carried[a]::text, v_spent[a]::text, v_presumed[a]::text, v_reserved[a]::text, v_since[a]::text];
            END LOOP;

            UPDATE {tables.Client} c SET batch = p_batch, seen = p_now, answer = v_answer WHERE c.id = p_client;
            RETURN v_answer;
        END
        $function$;
        """;
}
