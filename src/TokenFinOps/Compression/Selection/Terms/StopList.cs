using System.Collections.Frozen;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>The words of one language that carry no subject.</summary>
/// <param name="Words">The words, folded.</param>
/// <param name="Stems">Their stems, as terms have them.</param>
internal sealed record StopList(FrozenSet<string> Words, FrozenSet<string> Stems);
