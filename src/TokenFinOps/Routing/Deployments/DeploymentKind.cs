namespace TokenFinOps.Routing.Deployments;

/// <summary>Who runs a model.</summary>
public enum DeploymentKind
{
    /// <summary>A provider, who bills by the token.</summary>
    Api,

    /// <summary>The user, e.g. with vLLM or Ollama: tokens cost what their price says, often nothing, and capacity is limited.</summary>
    SelfHosted,
}
