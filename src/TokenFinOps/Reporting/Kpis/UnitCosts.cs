namespace TokenFinOps.Reporting.Kpis;

/// <summary>What one unit of AI work costs. Costs are effective costs in one currency; a result is <see langword="null"/> where there are no units.</summary>
/// <remarks>Names follow the FinOps Foundation's KPI library (CC BY 4.0); where it gives no formula, ours is stated. Pure and thread-safe.</remarks>
public static class UnitCosts
{
    /// <summary>Cost per API call = total API cost ÷ calls.</summary>
    /// <param name="cost">The cost of all calls.</param>
    /// <param name="calls">How many calls there were, failed ones included.</param>
    /// <returns>The cost of one call.</returns>
    public static decimal? PerCall(decimal cost, decimal calls) => KpiRatio.Of(cost, calls);

    /// <summary>Cost per inference = Σ effective cost ÷ inferences that delivered. What failed calls cost is borne by those that succeeded.</summary>
    /// <param name="cost">The cost of all calls, failed ones included.</param>
    /// <param name="calls">How many calls there were.</param>
    /// <param name="failedCalls">How many of them failed; 0 gives the cost per attempt.</param>
    /// <returns>The cost of one inference.</returns>
    public static decimal? PerInference(decimal cost, decimal calls, decimal failedCalls = 0) => KpiRatio.Of(cost, calls - failedCalls);

    /// <summary>Cost per thought (LLM only) = Σ token cost over all calls of the traces ÷ traces. A run is a trace.</summary>
    /// <param name="tokenCost">The cost of all calls of the traces.</param>
    /// <param name="traces">How many traces there were.</param>
    /// <returns>The cost of one end-to-end piece of AI work.</returns>
    public static decimal? PerThought(decimal tokenCost, decimal traces) => KpiRatio.Of(tokenCost, traces);

    /// <summary>Cost per thought (full stack) = (token cost + tools + infrastructure + shared overhead) ÷ traces.</summary>
    /// <param name="tokenCost">The cost of all calls of the traces.</param>
    /// <param name="otherCost">What tools, retrieval, machines and overhead cost.</param>
    /// <param name="traces">How many traces there were.</param>
    /// <returns>The fully loaded cost of one end-to-end piece of AI work.</returns>
    public static decimal? PerThoughtFullStack(decimal tokenCost, decimal otherCost, decimal traces) => KpiRatio.Of(tokenCost + otherCost, traces);

    /// <summary>Cost per agent cycle = Σ cost of agent traces ÷ Σ model calls in them. Traces of a single call are left out.</summary>
    /// <param name="agentCost">The cost of the traces that have more than one call.</param>
    /// <param name="iterations">How many model calls they have.</param>
    /// <returns>The cost of one reasoning cycle.</returns>
    public static decimal? PerAgentCycle(decimal agentCost, decimal iterations) => KpiRatio.Of(agentCost, iterations);

    /// <summary>Cost per outcome = Σ cost of all attempts, failed ones included ÷ successful outcomes.</summary>
    /// <param name="cost">The cost of all attempts made for the outcomes.</param>
    /// <param name="outcomes">How many outcomes were successful.</param>
    /// <returns>The cost of one outcome.</returns>
    public static decimal? PerOutcome(decimal cost, decimal outcomes) => KpiRatio.Of(cost, outcomes);

    /// <summary>Cost per token = cost ÷ tokens.</summary>
    /// <param name="cost">The cost of the tokens.</param>
    /// <param name="tokens">How many tokens there were.</param>
    /// <returns>The cost of one token; times 1,000,000 for the usual quotation.</returns>
    public static decimal? PerToken(decimal cost, decimal tokens) => KpiRatio.Of(cost, tokens);

    /// <summary>Training cost efficiency = training cost ÷ points of the model's performance metric.</summary>
    /// <param name="trainingCost">What training or tuning cost.</param>
    /// <param name="points">The metric, e.g. 95 for an accuracy of 95 %.</param>
    /// <returns>The cost of one point.</returns>
    public static decimal? TrainingEfficiency(decimal trainingCost, decimal points) => KpiRatio.Of(trainingCost, points);
}
