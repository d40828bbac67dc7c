namespace TokenFinOps.Ledger.Decisions;

/// <summary>What an attempt was made for, within its request.</summary>
public enum AttemptRole : byte
{
    /// <summary>To answer: the first choice.</summary>
    Answer,

    /// <summary>To answer after another deployment failed or was refused.</summary>
    Fallback,

    /// <summary>To answer beside a deployment that was slow to begin; the other of the two was cancelled.</summary>
    Hedge,

    /// <summary>As one of the cheap deployments of a cascade, whose answers are compared or checked before one of them is returned.</summary>
    CascadeMember,

    /// <summary>To answer because the cheap deployments of a cascade did not agree, or not convincingly.</summary>
    Escalation,

    /// <summary>To judge the answer of another deployment.</summary>
    Judge,

    /// <summary>To learn how another deployment would have answered; nobody waited for it.</summary>
    Shadow,
}
