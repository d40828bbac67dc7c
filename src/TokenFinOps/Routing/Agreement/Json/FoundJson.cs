using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>A JSON document in a text.</summary>
/// <param name="Document">The document; whoever gets it disposes of it.</param>
/// <param name="IsBare">It is all of the text, without a fence or words around it.</param>
internal readonly record struct FoundJson(JsonDocument Document, bool IsBare);
