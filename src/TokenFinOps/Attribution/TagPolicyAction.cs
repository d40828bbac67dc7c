namespace TokenFinOps.Attribution;

/// <summary>What happens to a call that breaks the tag policy.</summary>
public enum TagPolicyAction
{
    /// <summary>It goes on, and its ledger entry is marked. The default.</summary>
    AllowAndMark,

    /// <summary>It is refused with a <see cref="TagPolicyException"/> before the provider is called.</summary>
    Refuse,
}
