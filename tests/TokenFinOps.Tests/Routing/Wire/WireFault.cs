namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>What a provider does with a request, as seen on the wire.</summary>
public enum WireFault
{
    None,

    /// <summary>Answers after five seconds.</summary>
    SlowStart,

    /// <summary>Answers with pauses of five seconds between the parts.</summary>
    SlowWords,

    /// <summary>429; <c>Retry-After</c> is whatever the reply says.</summary>
    RateLimited,

    /// <summary>500.</summary>
    InternalError,

    /// <summary>502 with the page of a proxy.</summary>
    BadGateway,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>Accepts the request and says nothing.</summary>
    StallBeforeHeaders,

    /// <summary>Says 200 and, streamed, that an assistant speaks; then nothing.</summary>
    StallBeforeFirstToken,

    /// <summary>Says half of its answer; then nothing.</summary>
    StallMidStream,

    /// <summary>Resets the connection.</summary>
    CutBeforeHeaders,

    /// <summary>Says 200 and, streamed, that an assistant speaks; then resets the connection.</summary>
    CutBeforeFirstToken,

    /// <summary>Says half of its answer and resets the connection.</summary>
    CutMidStream,

    /// <summary>Says 200 and what is no JSON.</summary>
    MalformedJson,

    /// <summary>Says 200 and ends.</summary>
    EmptyBody,

    /// <summary>Says 200 and ends in good order, without an answer.</summary>
    NoAnswer,

    /// <summary>Says 200, and in its body that it failed.</summary>
    ErrorInBody,

    /// <summary>400: the prompt does not fit.</summary>
    TooLong,

    /// <summary>400: the content is not allowed.</summary>
    ContentFilter,

    /// <summary>401.</summary>
    Unauthorized,
}
