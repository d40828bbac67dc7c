using System.Runtime.InteropServices;
using System.Text.Json;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>What an audited policy learned, as it is kept between processes.</summary>
internal sealed record AuditedState
{
    // Another order or number of features is another version.
    private const int CurrentVersion = 2;

    public required int Version { get; init; }

    /// <summary>Gets the features of the outcomes, the oldest first: little-endian singles, one row after the other.</summary>
    public required byte[] Features { get; init; }

    /// <summary>Gets one byte an outcome: 1 if the answer was right.</summary>
    public required byte[] Correct { get; init; }

    public required AuditedCounts Counts { get; init; }

    /// <summary>Gets the records of the entries, the one that was used last first.</summary>
    public required AuditedEntry[] Entries { get; init; }

    /// <summary>Copies what was learned.</summary>
    public static AuditedState Of(EvidenceBuffer evidence, AuditedCounts counts, IEnumerable<(Guid Key, OutcomeRecord Value)> entries)
    {
        (double[] features, bool[] correct) = evidence.Copy();
        float[] singles = Array.ConvertAll(features, static value => (float)value);
        return new AuditedState
        {
            Version = CurrentVersion,
            Features = MemoryMarshal.AsBytes<float>(singles).ToArray(),
            Correct = Array.ConvertAll(correct, static each => each ? (byte)1 : (byte)0),
            Counts = counts,
            Entries = [.. entries.Select(static entry => entry.Value.Save(entry.Key))],
        };
    }

    public string Write() => JsonSerializer.Serialize(this, AuditedStateJsonContext.Default.AuditedState);

    /// <exception cref="FormatException">The text is no state of this version.</exception>
    public static AuditedState Read(string text)
    {
        AuditedState? state;
        try
        {
            state = JsonSerializer.Deserialize(text, AuditedStateJsonContext.Default.AuditedState);
        }
        catch (JsonException exception)
        {
            throw new FormatException("This is no state of an audited policy; take what Export gave: " + exception.Message, exception);
        }

        return state is { Version: CurrentVersion, Features: not null, Correct: not null, Counts: not null, Entries: not null }
            && state.Features.Length == state.Correct.Length * CandidateFeatures.Count * sizeof(float)
            && Array.TrueForAll(MemoryMarshal.Cast<byte, float>(state.Features).ToArray(), float.IsFinite)
                ? state
                : throw new FormatException(FormattableString.Invariant($"This is no state of version {CurrentVersion}; let the policy learn anew, or take what its own Export gave."));
    }

    /// <summary>Fills a buffer with the outcomes.</summary>
    public EvidenceBuffer Evidence(EvidenceBuffer evidence, bool isForeign)
    {
        ReadOnlySpan<float> features = MemoryMarshal.Cast<byte, float>(Features);
        Span<double> row = stackalloc double[CandidateFeatures.Count];
        for (int i = 0; i < Correct.Length; i++)
        {
            for (int feature = 0; feature < row.Length; feature++)
            {
                row[feature] = features[(i * row.Length) + feature];
            }

            evidence.Add(row, Correct[i] != 0, null);
        }

        if (isForeign)
        {
            evidence.MarkForeign();
        }

        return evidence;
    }
}
