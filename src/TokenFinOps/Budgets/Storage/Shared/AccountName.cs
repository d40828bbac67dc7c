using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>What shared stores know an account by: hashes, which are short however long a tag's value is. Immutable.</summary>
internal sealed class AccountName
{
    public AccountName(BudgetAccount account)
    {
        bool isRolling = account.Rule.Limit.Window.IsRolling;
        Starts = isRolling ? 0 : account.Start.UtcTicks;
        Ends = isRolling ? DateTimeOffset.MaxValue.UtcTicks : account.End.UtcTicks;
        Rule = RuleOf(account.Rule);
        Line = Hash($"{account.Rule.Key.Length}|{account.Rule.Key}{account.Scope}", 0);
        Id = Hash($"{account.Rule.Key.Length}|{account.Rule.Key}{account.Scope}", Starts + 1);
    }

    /// <summary>Gets the account: a limit, a value of its scope and a window. Of a rolling window there is one.</summary>
    public Guid Id { get; }

    /// <summary>Gets the limit and the value of its scope, the same from window to window.</summary>
    public Guid Line { get; }

    /// <summary>Gets the limit.</summary>
    public Guid Rule { get; }

    /// <summary>Gets the first moment of the window, in UTC ticks; 0 for a rolling window.</summary>
    public long Starts { get; }

    /// <summary>Gets the first moment after the window, in UTC ticks.</summary>
    public long Ends { get; }

    public static Guid RuleOf(BudgetRule rule) => Hash(rule.Key, -1);

    private static Guid Hash(string text, long number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        BinaryPrimitives.WriteInt64LittleEndian(hash, number);
        sha.AppendData(hash[..sizeof(long)]);
        sha.GetHashAndReset(hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
