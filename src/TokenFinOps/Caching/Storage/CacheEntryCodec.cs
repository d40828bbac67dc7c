using System.Globalization;
using System.Runtime.InteropServices;
using TokenFinOps.Attribution;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Caching.Storage;

/// <summary>Writes entries for a store, and reads them.</summary>
internal sealed class CacheEntryCodec(string embedder)
{
    private const byte Format = 1;

    public StoredCacheEntry Write(CacheEntry entry, ReadOnlySpan<float> vector)
    {
        var writer = new ByteWriter();
        writer.Byte(Format);
        writer.Text(embedder);
        writer.Text(entry.Question.Text);
        writer.Text(entry.Question.Compared.Question);
        writer.Text(entry.Question.Compared.Context);
        writer.Count((ulong)(entry.Question.ExactKey >> 64));
        writer.Count((ulong)entry.Question.ExactKey);
        WriteTags(entry.Question.Owner, writer);
        writer.Count((ulong)entry.DependsOn.Length);
        foreach (string dependency in entry.DependsOn)
        {
            writer.Text(dependency);
        }

        WriteCost(entry.Cost, writer);
        writer.Count((ulong)entry.Corroborations);
        writer.Bytes(entry.Answer.ToBytes());
        byte[] numbers = entry.IsIndexed ? MemoryMarshal.AsBytes(vector).ToArray() : [];
        return new StoredCacheEntry(entry.Id, entry.Question.Partition, TagJson.Write(entry.Question.Owner), entry.Created, entry.Expires, numbers, writer.Written.ToArray());
    }

    /// <summary>Reads an entry.</summary>
    /// <returns>The entry, or <see langword="null"/> when it is of another embedder.</returns>
    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by a later version.</exception>
    public (CacheEntry Entry, float[] Vector)? Read(StoredCacheEntry stored, long number)
    {
        var reader = new ByteReader(stored.Body.Span);
        if (reader.Byte() != Format)
        {
            throw new InvalidDataException($"The stored cache entry {stored.Id} has an unknown format: it was written by a later version of TokenFinOps, or is damaged.");
        }

        if (reader.Text() != embedder)
        {
            return null;
        }

        string text = reader.Text() ?? throw Damaged(stored.Id);
        var compared = new ComparedText(reader.Text() ?? text, reader.Text() ?? string.Empty);
        UInt128 exactKey = ((UInt128)reader.Count() << 64) | reader.Count();
        TagSet owner = ReadTags(ref reader);
        string[] dependsOn = new string[(int)Math.Min(reader.Count(), 1_000)];
        for (int i = 0; i < dependsOn.Length; i++)
        {
            dependsOn[i] = reader.Text() ?? throw Damaged(stored.Id);
        }

        AnswerCost? cost = ReadCost(ref reader);
        int corroborations = (int)reader.Count();
        StoredAnswer answer = StoredAnswer.FromBytes(reader.Bytes());
        float[] vector = MemoryMarshal.Cast<byte, float>(stored.Vector.Span).ToArray();
        var entry = new CacheEntry
        {
            Id = stored.Id,
            Number = number,
            Question = new CacheQuestion(stored.Partition, IdOf(stored), exactKey, text, owner) { Compared = compared },
            Answer = answer,
            Cost = cost,
            Created = stored.Created,
            Expires = stored.Expires,
            DependsOn = [.. dependsOn],
            IsIndexed = vector.Length > 0,
            VectorBytes = vector.Length * 5,
        };
        for (int i = 0; i < Math.Min(corroborations, 10); i++)
        {
            entry.Corroborate();
        }

        return (entry, vector);
    }

    private static UInt128 IdOf(StoredCacheEntry stored) =>
        stored.Partition.Length == 64 && UInt128.TryParse(stored.Partition.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 id)
            ? id : throw Damaged(stored.Id);

    private static void WriteTags(TagSet tags, ByteWriter writer)
    {
        writer.Count((ulong)tags.Count);
        foreach ((string key, string value) in tags)
        {
            writer.Text(key);
            writer.Text(value);
        }
    }

    private static TagSet ReadTags(ref ByteReader reader)
    {
        var tags = new KeyValuePair<string, string>[(int)Math.Min(reader.Count(), TagSet.MaxCount)];
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i] = KeyValuePair.Create(reader.Text() ?? string.Empty, reader.Text() ?? string.Empty);
        }

        return TagSet.Of(tags);
    }

    private static void WriteCost(AnswerCost? cost, ByteWriter writer)
    {
        writer.Bool(cost is not null);
        if (cost is null)
        {
            return;
        }

        writer.Text(cost.Currency);
        writer.Decimal(cost.Effective);
        writer.Decimal(cost.Savings.Router);
        writer.Decimal(cost.Savings.Compressor);
        writer.Text(cost.Model);
        writer.Text(cost.RequestedModel);
        writer.Text(cost.Provider);
        writer.Text(cost.Deployment);
        writer.Decimal(cost.OutputTokens);
    }

    private static AnswerCost? ReadCost(ref ByteReader reader)
    {
        if (!reader.Bool())
        {
            return null;
        }

        string currency = reader.Text() ?? string.Empty;
        decimal? effective = reader.OptionalDecimal();
        var savings = new LeverSavings { Router = reader.Decimal(), Compressor = reader.Decimal() };
        return new AnswerCost(currency, effective, savings)
        {
            Model = reader.Text() ?? string.Empty,
            RequestedModel = reader.Text(),
            Provider = reader.Text(),
            Deployment = reader.Text(),
            OutputTokens = reader.Decimal(),
        };
    }

    private static InvalidDataException Damaged(Guid id) => new($"The stored cache entry {id} is damaged.");
}
