namespace TokenFinOps.Ledger;

/// <summary>What else is worth knowing about how an attempt was metered.</summary>
[Flags]
public enum MeteringNotes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The attempt was streamed.</summary>
    Streamed = 1 << 0,

    /// <summary>A stream reported usage more than once in a way that looks cumulative; the last figures were taken, not their sum.</summary>
    CumulativeUsage = 1 << 1,

    /// <summary>The clock moved backwards during the attempt; the duration was measured by the monotonic timer all the same.</summary>
    ClockMovedBackwards = 1 << 2,

    /// <summary>The tag policy found a required tag missing or a value that is not allowed.</summary>
    TagPolicyViolated = 1 << 3,

    /// <summary>The model's name is unknown: neither the request, nor the response, nor the client names one.</summary>
    ModelUnknown = 1 << 4,

    /// <summary>The provider served another model than the one asked for.</summary>
    ServedOtherModel = 1 << 5,

    /// <summary>The answer was made in the background and fetched by polling; the polls are this one entry.</summary>
    Background = 1 << 6,

    /// <summary>The meter sits outside function invocation: usage may be the sum of several calls.</summary>
    MayBeSum = 1 << 7,

    /// <summary>Pricing failed inside the SDK; the entry waits to be re-rated.</summary>
    PricingFailed = 1 << 8,

    /// <summary>The provider refused the attempt before doing any work, so it cost nothing.</summary>
    NotBilled = 1 << 9,
}
