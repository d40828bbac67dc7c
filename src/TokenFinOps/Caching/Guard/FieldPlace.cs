namespace TokenFinOps.Caching.Guard;

/// <summary>Where a word stands in the lists.</summary>
/// <param name="Field">The field.</param>
/// <param name="Alternative">Which of its alternatives.</param>
/// <param name="Mark">The mark before it that says when the word is meant, or a blank.</param>
internal readonly record struct FieldPlace(ushort Field, byte Alternative, char Mark);
