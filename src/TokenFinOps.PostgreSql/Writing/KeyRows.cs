using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>Writes keys, also as columns that people can read.</summary>
internal static class KeyRows
{
    private const string Columns =
        "id, packed, provider, model, requested_model, deployment, operation, service_tier, currency, kind, outcome, usage_origin, pricing_status, error_type, finish_reason, catalogue_version, tags";

    /// <summary>Adds the insert. It goes by id, so that processes that write the same keys wait for each other in one order and never in a circle.</summary>
    public static void AddTo(NpgsqlBatch batch, LedgerTables tables, IReadOnlyList<StoredKey> keys) => batch.Add(
        $"""
        INSERT INTO {tables.Key} ({Columns})
        SELECT id, packed, provider, model, requested_model, deployment, operation, service_tier, currency, kind, outcome, usage_origin, pricing_status, error_type,
            finish_reason, catalogue_version, tags::jsonb
        FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::text[]) AS k ({Columns})
        ORDER BY id
        ON CONFLICT DO NOTHING
        """,
        Value(keys.Select(static key => key.Id).ToArray()),
        Value(keys.Select(static key => key.Packed).ToArray()),
        Texts(keys, static key => key.Provider),
        Texts(keys, static key => key.Model),
        Texts(keys, static key => key.RequestedModel),
        Texts(keys, static key => key.Deployment),
        Texts(keys, static key => key.Operation),
        Texts(keys, static key => key.ServiceTier.Name),
        Texts(keys, static key => key.Closed.Currency),
        Texts(keys, static key => ClosedSets.Name(key.Closed.Kind)),
        Texts(keys, static key => ClosedSets.Name(key.Closed.Outcome)),
        Texts(keys, static key => ClosedSets.Name(key.Closed.UsageOrigin)),
        Texts(keys, static key => ClosedSets.Name(key.Closed.PricingStatus)),
        Texts(keys, static key => key.ErrorType),
        Texts(keys, static key => key.FinishReason),
        Texts(keys, static key => key.CatalogueVersion),
        Value(keys.Select(static key => TagJson.Write(key.Values.Tags, static text => ServerText.Escape(text))).ToArray()));

    private static NpgsqlParameter Texts(IReadOnlyList<StoredKey> keys, Func<RollupKey, string?> text) =>
        Value(keys.Select(key => ServerText.Escape(text(key.Values))).ToArray());
}
