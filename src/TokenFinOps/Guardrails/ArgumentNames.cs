namespace TokenFinOps.Guardrails;

/// <summary>Names of arguments that say nothing about what a call does, compared without case, underscores and hyphens.</summary>
internal sealed class ArgumentNames
{
    private const int Longest = 64;

    private readonly HashSet<string> _names =
    [
        "requestid", "correlationid", "traceid", "spanid", "idempotencykey", "clientrequestid", "nonce", "timestamp", "now", "currenttime",
        "attempt", "attemptnumber", "retry", "retrycount", "explanation", "thought", "thoughts", "reasoning", "rationale", "justification",
    ];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public ArgumentNames() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Span<char> plain = stackalloc char[Longest];
        int length = Plain(name, plain);
        if (length < 0)
        {
            throw new ArgumentException($"The argument name '{name}' is longer than {Longest} characters.", nameof(name));
        }

        _names.Add(plain[..length].ToString());
    }

    public bool Contains(ReadOnlySpan<char> name)
    {
        Span<char> plain = stackalloc char[Longest];
        int length = Plain(name, plain);
        return length >= 0 && _lookup.Contains(plain[..length]);
    }

    private static int Plain(ReadOnlySpan<char> name, Span<char> plain)
    {
        int length = 0;
        foreach (char letter in name)
        {
            if (letter is '_' or '-')
            {
                continue;
            }

            if (length == plain.Length)
            {
                return -1;
            }

            plain[length++] = char.ToLowerInvariant(letter);
        }

        return length;
    }
}
