using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>A JSON document in a text.</summary>
/// <param name="Document">The document; whoever gets it disposes of it.</param>
/// <param name="Before">The words before it, without its fence.</param>
/// <param name="Behind">The words behind it.</param>
internal readonly record struct FoundJson(JsonDocument Document, string Before, string Behind);
