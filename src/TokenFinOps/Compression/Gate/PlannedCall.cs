namespace TokenFinOps.Compression.Gate;

/// <summary>A call of a conversation.</summary>
/// <param name="Sent">How many parts of the conversation it sent.</param>
/// <param name="Rested">How long the conversation had rested before it; zero when that is not known.</param>
internal readonly record struct PlannedCall(int Sent, TimeSpan Rested = default)
{
    public static implicit operator PlannedCall(int sent) => new(sent);
}
