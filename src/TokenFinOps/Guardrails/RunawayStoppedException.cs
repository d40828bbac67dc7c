using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Guardrails;

/// <summary>A call was refused because its run has reached a limit or goes round in circles. Nothing was sent and nothing was billed.</summary>
/// <remarks>It passes through function invocation to the caller of the agent. Inside a tool that runs an agent of its own it ends that tool, not the agent around it.</remarks>
public sealed class RunawayStoppedException : InvalidOperationException, IAttemptRefusal
{
    /// <summary>Initializes a new instance of the <see cref="RunawayStoppedException"/> class.</summary>
    /// <param name="trip">What stopped the run.</param>
    /// <param name="lastAnswer">The last text that the model gave in the run.</param>
    public RunawayStoppedException(GuardrailTrip trip, string? lastAnswer = null)
        : base($"The call was refused, because of {trip ?? throw new ArgumentNullException(nameof(trip))}. {CureOf(trip.Rule)}")
    {
        Trip = trip;
        LastAnswer = lastAnswer;
    }

    /// <summary>Gets what stopped the run, with the evidence.</summary>
    public GuardrailTrip Trip { get; }

    /// <summary>Gets the run that was stopped.</summary>
    public string RunId => Trip.RunId;

    /// <summary>Gets the rule that stopped it.</summary>
    public GuardrailRule Rule => Trip.Rule;

    /// <summary>Gets what the rule allows.</summary>
    public decimal Limit => Trip.Limit;

    /// <summary>Gets what was reached.</summary>
    public decimal Value => Trip.Value;

    /// <summary>Gets what the judgement rests on: names of tools, hashes and counts.</summary>
    public string Evidence => Trip.Evidence;

    /// <summary>Gets the last text that the model gave in the run, to answer with when there is nothing better; <see langword="null"/> when there was none.</summary>
    public string? LastAnswer { get; }

    bool IAttemptRefusal.CheaperMayPass => Rule is GuardrailRule.MaxCost;

    private static string CureOf(GuardrailRule rule) => rule switch
    {
        GuardrailRule.MaxCost or GuardrailRule.MaxTokens => "The worst case of a call has to fit: set ChatOptions.MaxOutputTokens, or raise the limit.",
        GuardrailRule.UnpricedCall => "Add a price for the model, or take the cost limit off the run.",
        <= GuardrailRule.MaxContextGrowth => "Begin another run, or raise the limit.",
        _ => "Begin another run; LastAnswer is what there was to say.",
    };
}
