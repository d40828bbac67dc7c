namespace TokenFinOps.Pricing.Catalogue;

/// <summary>What is known of the model behind a call: the names that a client, a gateway or a response gives it.</summary>
/// <param name="Model">The model's name, as requested or as served, e.g. <c>gpt-4o-2024-08-06</c> or <c>anthropic/claude-sonnet-4-5</c>.</param>
/// <param name="Provider">The provider's name, e.g. <c>openai</c> or <c>azure.ai.openai</c>, when it is known.</param>
/// <param name="Deployment">The name of the deployment, when the user gave it one.</param>
/// <param name="Endpoint">The address that is called, when it is known. It tells an OpenAI-compatible gateway from OpenAI.</param>
public readonly record struct ModelReference(string Model, string? Provider = null, string? Deployment = null, Uri? Endpoint = null);
