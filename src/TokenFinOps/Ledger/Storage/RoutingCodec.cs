using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes how the router came to make an attempt, and reads it.</summary>
internal static class RoutingCodec
{
    private const int MostListed = 10_000;

    public static void Write(AttemptRouting? routing, ByteWriter writer)
    {
        writer.Bool(routing is not null);
        if (routing is null)
        {
            return;
        }

        writer.Text(routing.Tier);
        writer.Byte((byte)routing.Role);
        writer.Text(routing.Reason);
        writer.Bool(routing.Decision is not null);
        if (routing.Decision is { } decision)
        {
            Write(decision, writer);
        }
    }

    public static AttemptRouting? Read(ref ByteReader reader) => !reader.Bool()
        ? null
        : new AttemptRouting(reader.Text(), (AttemptRole)reader.Byte(), reader.Text(), reader.Bool() ? ReadDecision(ref reader) : null);

    private static void Write(RoutingDecision decision, ByteWriter writer)
    {
        writer.Text(decision.Chosen);
        writer.Text(decision.Tier);
        writer.Text(decision.Baseline);
        writer.Text(decision.DecidedBy);
        writer.Byte((byte)decision.Mode);
        writer.Text(decision.Workload);
        writer.Count((ulong)decision.Candidates.Length);
        foreach (RoutingCandidate candidate in decision.Candidates)
        {
            writer.Text(candidate.Deployment);
            writer.Text(candidate.Tier);
            writer.Decimal(candidate.EstimatedCost);
            writer.Text(candidate.Excluded);
        }

        writer.Count((ulong)decision.Remarks.Length);
        foreach (RoutingRemark remark in decision.Remarks)
        {
            writer.Text(remark.Source);
            writer.Text(remark.Statement);
            writer.Bool(remark.Score is not null);
            if (remark.Score is { } score)
            {
                writer.Signed(BitConverter.DoubleToInt64Bits(score));
            }
        }
    }

    private static RoutingDecision ReadDecision(ref ByteReader reader)
    {
        var decision = new RoutingDecision
        {
            Chosen = Named(ref reader),
            Tier = Named(ref reader),
            Baseline = Named(ref reader),
            DecidedBy = Named(ref reader),
            Mode = (RoutingMode)reader.Byte(),
            Workload = Named(ref reader),
        };
        var candidates = new RoutingCandidate[Listed(ref reader)];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = new RoutingCandidate(Named(ref reader), Named(ref reader), reader.OptionalDecimal(), reader.Text());
        }

        var remarks = new RoutingRemark[Listed(ref reader)];
        for (int i = 0; i < remarks.Length; i++)
        {
            remarks[i] = new RoutingRemark(Named(ref reader), Named(ref reader), reader.Bool() ? BitConverter.Int64BitsToDouble(reader.Signed()) : null);
        }

        return decision with { Candidates = [.. candidates], Remarks = [.. remarks] };
    }

    private static int Listed(ref ByteReader reader) => (int)Math.Min(reader.Count(), MostListed);

    private static string Named(ref ByteReader reader) => reader.Text() ?? string.Empty;
}
