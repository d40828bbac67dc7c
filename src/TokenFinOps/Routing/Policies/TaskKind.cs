namespace TokenFinOps.Routing.Policies;

/// <summary>What kind of work a prompt asks for.</summary>
internal enum TaskKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>To sort something into given classes.</summary>
    Classify,

    /// <summary>To shorten a text.</summary>
    Summarise,

    /// <summary>To find facts in a text.</summary>
    Extract,

    /// <summary>To bring a text into another form or language.</summary>
    Transform,

    /// <summary>To look something up.</summary>
    Retrieve,

    /// <summary>To choose who goes on.</summary>
    Route,

    /// <summary>To draw conclusions over several steps.</summary>
    Reason,

    /// <summary>To plan.</summary>
    Strategise,

    /// <summary>To write or change programs.</summary>
    Code,

    /// <summary>To weigh options and choose.</summary>
    Decide,
}
