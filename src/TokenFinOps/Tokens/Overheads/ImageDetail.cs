namespace TokenFinOps.Tokens.Overheads;

/// <summary>How closely OpenAI's models are told to look at an image.</summary>
internal enum ImageDetail
{
    /// <summary>Nothing was said: as high as the model looks by itself.</summary>
    Auto,

    /// <summary>A thumbnail.</summary>
    Low,

    /// <summary>In full.</summary>
    High,

    /// <summary>In full and larger, where the model can.</summary>
    Original,
}
