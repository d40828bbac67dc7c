using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement;

/// <summary>The form in which the answer was asked for.</summary>
/// <param name="IsJson">JSON was asked for.</param>
/// <param name="Schema">Its schema, where there is one.</param>
internal readonly record struct AnswerFormat(bool IsJson, JsonSchemaView Schema);
