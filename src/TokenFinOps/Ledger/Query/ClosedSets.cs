using System.Runtime.CompilerServices;

namespace TokenFinOps.Ledger.Query;

/// <summary>The names of enum members, as values of a <see cref="LedgerDimension"/>.</summary>
internal static class ClosedSets
{
    /// <summary>Gets a member's name without an allocation.</summary>
    public static string Name<T>(T member)
        where T : struct, Enum
    {
        string[] names = Names<T>.InOrder;
        int index = Unsafe.SizeOf<T>() == sizeof(byte) ? Unsafe.BitCast<T, byte>(member) : Unsafe.BitCast<T, int>(member);
        return (uint)index < (uint)names.Length ? names[index] : member.ToString();
    }

    /// <summary>Gets the member's name that a text means.</summary>
    /// <exception cref="ArgumentException">There is no such member.</exception>
    public static string Canonical<T>(string value)
        where T : struct, Enum =>
        Array.Find(Names<T>.InOrder, name => string.Equals(name, value, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"'{value}' is not a {typeof(T).Name}; use one of {string.Join(", ", Names<T>.InOrder)}.", nameof(value));

    // The sets that are used here number their members from zero, without gaps.
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] InOrder = Enum.GetNames<T>();
    }
}
