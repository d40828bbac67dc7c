namespace TokenFinOps.Evaluation.Traces;

/// <summary>A format of token traces.</summary>
internal interface ITraceFormat
{
    /// <summary>Finds out from a file's first line whether it is of this format.</summary>
    bool Recognises(string firstLine);

    /// <summary>Reads a trace, row by row.</summary>
    /// <param name="firstLine">The first line.</param>
    /// <param name="rest">The lines after it.</param>
    /// <exception cref="FormatException">A row is malformed.</exception>
    IEnumerable<TraceCall> Read(string firstLine, IEnumerable<string> rest);
}
