using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>What the pricing engine asks of the lattice of usage kinds on every call, worked out once: sets of kinds as bit masks.</summary>
internal static class KindLattice
{
    /// <summary>Gets the kinds that split a direction by modality, at the first level.</summary>
    public static readonly ulong Modalities = UsageKinds.InputModalities | (0xFUL << (int)UsageKind.OutputTextTokens);

    /// <summary>Gets the kinds that split a direction by cache state or origin, at the first level.</summary>
    public static readonly ulong TokenTypes = UsageKinds.InputTokenTypes | (0x3UL << (int)UsageKind.OutputReasoningTokens);

    /// <summary>Gets the kinds that fix both a modality and a cache state or origin.</summary>
    public static readonly ulong Overlaps = Mask(kind => (kind.Ancestors().Mask & Modalities) != 0 && (kind.Ancestors().Mask & TokenTypes) != 0);

    /// <summary>Gets the kinds that providers usually price apart from their whole. Text, tool results, reasoning and citations mostly share their whole's rate.</summary>
    public static readonly ulong UsuallyPricedApart = Mask(IsUsuallyPricedApart);

    private static readonly ulong[] AllChildren = [.. UsageKinds.All.Select(FindChildren)];

    private static readonly ulong[] AllModalityChildren = [.. UsageKinds.All.Select(FindModalityChildren)];

    /// <summary>Gets the nearest parts of a kind that fix its modality. They exclude each other.</summary>
    public static ulong ModalityChildren(int kind) => AllModalityChildren[kind];

    /// <summary>Gets the nearest parts of a kind that fix something else. They exclude each other too, but may overlap with the former.</summary>
    public static ulong OtherChildren(int kind) => AllChildren[kind] & ~AllModalityChildren[kind];

    /// <summary>Gets, of a set of wholes, those that contain no other of the set.</summary>
    public static ulong Nearest(ulong wholes)
    {
        ulong nearest = wholes;
        for (ulong rest = wholes; rest != 0; rest &= rest - 1)
        {
            nearest &= ~UsageKinds.AncestorMask(BitOperations.TrailingZeroCount(rest));
        }

        return nearest;
    }

    private static ulong FindChildren(UsageKind kind)
    {
        ulong children = kind.Descendants().Mask;
        foreach (UsageKind part in kind.Descendants())
        {
            children &= ~part.Descendants().Mask;
        }

        return children;
    }

    private static ulong FindModalityChildren(UsageKind kind) =>
        HasModality(kind) ? 0 : FindChildren(kind) & Mask(HasModality);

    private static bool HasModality(UsageKind kind) => ((kind.Ancestors().Mask | (1UL << (int)kind)) & Modalities) != 0;

    private static bool IsUsuallyPricedApart(UsageKind kind)
    {
        string name = kind.ToString();
        return !kind.Ancestors().IsEmpty
            && !name.Contains("Text", StringComparison.Ordinal)
            && !name.Contains("Tool", StringComparison.Ordinal)
            && !name.Contains("Reasoning", StringComparison.Ordinal)
            && !name.Contains("Citation", StringComparison.Ordinal);
    }

    private static ulong Mask(Predicate<UsageKind> condition)
    {
        ulong mask = 0;
        foreach (UsageKind kind in UsageKinds.All)
        {
            mask |= condition(kind) ? 1UL << (int)kind : 0;
        }

        return mask;
    }
}
