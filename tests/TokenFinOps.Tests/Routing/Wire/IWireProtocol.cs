namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>How a provider speaks. The parts of a stream are written one at a time.</summary>
internal interface IWireProtocol
{
    /// <summary>Gets the path below a deployment's address.</summary>
    string Path { get; }

    string StreamType { get; }

    bool IsStreaming(System.Text.Json.JsonElement body);

    /// <summary>Writes a whole answer.</summary>
    string Whole(WireAnswer answer);

    /// <summary>Writes what comes before the first token, if anything.</summary>
    string Opening(WireAnswer answer);

    /// <summary>Writes what says something, part by part.</summary>
    IEnumerable<string> Parts(WireAnswer answer);

    /// <summary>Writes how a stream ends, with its usage.</summary>
    string Closing(WireAnswer answer);

    /// <summary>Writes a good ending of a stream, or a whole body, that carries no answer.</summary>
    string Nothing(WireAnswer answer);

    /// <summary>Writes an error as a body.</summary>
    string Error(string code, string message);

    /// <summary>Writes an error as a part of a stream.</summary>
    string ErrorPart(string message);

    /// <summary>Writes what cannot be read.</summary>
    string Malformed(bool isStreaming);
}
