using System.Runtime.CompilerServices;

namespace TokenFinOps.Tokens.Estimation;

/// <summary>Estimated o200k_base tokens by what they are written in.</summary>
[InlineArray(Length)]
internal struct ScriptTokens
{
    /// <summary>The number of <see cref="ScriptGroup"/>s.</summary>
    public const int Length = (int)ScriptGroup.Symbols + 1;

    private double _first;
}
