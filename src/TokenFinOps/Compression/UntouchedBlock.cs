namespace TokenFinOps.Compression;

/// <summary>A content that looked as if it could be shortened and was sent as it came.</summary>
/// <param name="Message">The index of the message.</param>
/// <param name="Content">The index of the content in the message.</param>
/// <param name="Reason">Why.</param>
public sealed record UntouchedBlock(int Message, int Content, string Reason);
