using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Folds what belongs together into one hash, in order, so that things can be compared and need not be kept.</summary>
internal struct Fingerprint
{
    // What is longer shows at its beginning and at its end whether it is the same.
    private const int Longest = 1 << 16;
    private const int LongestWord = 128;

    public ulong Value { get; private set; }

    /// <summary>Takes the hash of a text as it is.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));

    /// <summary>Takes the hash of what a text says: its words, whatever their case, and where there are numbers, ids or moments, but not which.</summary>
    public static ulong OfSaying(ReadOnlySpan<char> text)
    {
        var print = default(Fingerprint);
        if (text.Length <= Longest)
        {
            print.AddSaying(text);
        }
        else
        {
            print.AddSaying(text[..(Longest / 2)]);
            print.AddSaying(text[^(Longest / 2)..]);
        }

        return print.Value;
    }

    public void Add(ulong value) => Value = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)), (long)Value);

    public void Add(ReadOnlySpan<char> text) => Value = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), (long)Value);

    private void AddSaying(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[LongestWord];
        bool afterNumber = false;
        var tokens = new TextTokens(text);
        while (tokens.MoveNext())
        {
            if (tokens.Kind == TextToken.Number && !afterNumber)
            {
                Add("#");
            }
            else if (tokens.Kind == TextToken.Word)
            {
                int length = tokens.Current.ToLowerInvariant(lower);
                Add(length < 0 ? tokens.Current : lower[..length]);
            }

            afterNumber = tokens.Kind == TextToken.Number || (afterNumber && tokens.Kind != TextToken.Word);
        }
    }
}
