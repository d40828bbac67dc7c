using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace TokenFinOps.Tests.Routing;

/// <summary>Cheap deployments are asked first, and the dear one only when they do not convince.</summary>
public sealed class CascadeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_two_cheap_deployments_agree_on_is_returned_and_the_dear_one_is_spared(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        Say(tiers, "nano-1", "The answer is 42.");
        Say(tiers, "mid-1", "After some thought: the answer is **42**");

        Assert.Equal("The answer is 42.", await tiers.CallAsync(streaming));

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(["mid-1", "nano-1"], entries.Select(static entry => entry.Deployment).Order());
        Assert.All(entries, static entry => Assert.Equal(AttemptRole.CascadeMember, entry.Routing!.Role));
        Assert.Equal("agreement", (await tiers.DecisionAsync()).DecidedBy);
        Assert.Equal(0.014m, entries.Sum(static entry => entry.BaselineCost));
        Assert.Equal(0.014m - 0.00014m - 0.0014m, entries.Sum(static entry => entry.SavingsByLever?.Router));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_they_do_not_agree_on_is_escalated_and_the_savings_are_negative(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        Say(tiers, "nano-1", "The answer is 42.");
        Say(tiers, "mid-1", "The answer is 43.");

        Assert.StartsWith("frontier-1", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        LedgerEntry escalation = entries.Single(static entry => entry.Deployment == "frontier-1");
        Assert.Equal((AttemptRole.Escalation, "the members disagree"), (escalation.Routing!.Role, escalation.Routing.Reason));
        Assert.Single(entries.Select(static entry => entry.RequestId).Distinct());
        Assert.Equal(0.014m, entries.Sum(static entry => entry.BaselineCost));
        Assert.Equal(-0.00014m - 0.0014m, entries.Sum(static entry => entry.BaselineCost - entry.Cost.Effective));
    }

    [Fact]
    public async Task Free_prose_is_never_agreed_on()
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        const string Prose = "There are many ways to look at this, and each of them has its merits, which we should weigh with some care before anything is said about it at all.";
        Say(tiers, "nano-1", Prose);
        Say(tiers, "mid-1", Prose);

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tool_calls_that_are_equal_are_agreed_on(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        Call(tiers, "nano-1", new() { ["city"] = "Bern", ["days"] = 2 });
        Call(tiers, "mid-1", new() { ["days"] = 2.0, ["city"] = "Bern" });
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(static (string city, int days) => city, "weather")] };

        IList<AiMessage> messages = streaming
            ? (await tiers.Client.GetStreamingResponseAsync("Will it rain?", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)).Messages
            : (await tiers.Client.GetResponseAsync("Will it rain?", options, TestContext.Current.CancellationToken)).Messages;

        Assert.Equal("weather", Assert.Single(messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>()).Name);
        Assert.Equal(0, tiers["frontier-1"].Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_that_fails_does_not_fail_the_request(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        Say(tiers, "nano-1", "42");
        tiers.Fail("mid-1", static () => new IOException("down"));

        Assert.StartsWith("frontier-1", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        Assert.Equal(3, (await tiers.EntriesAsync()).Count);
    }

    [Fact]
    public async Task Members_that_the_request_may_not_go_to_are_not_asked()
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]), static options => options.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Never("nano")));
        using (FinOps.Attribute(("customer", "acme")))
        {
            Assert.Equal("frontier-1", await tiers.CallAsync());
        }

        Assert.Equal(0, tiers["nano-1"].Calls + tiers["mid-1"].Calls);
    }

    [Fact]
    public async Task A_lowest_tier_that_a_policy_sets_binds_cascades_too()
    {
        using TestTiers tiers = Tiers(
            Cascade.OnAgreement(["nano-1", "mid-1"]), static options => options.Policies.Add(new TagRoutingPolicy("feature", "legal", "frontier", RoutingOpinionKind.AtLeast)));
        Say(tiers, "nano-1", "42");
        Say(tiers, "mid-1", "42");
        using (FinOps.Attribute(("feature", "legal")))
        {
            Assert.Equal("frontier-1", await tiers.CallAsync());
        }

        Assert.Equal("42", await tiers.CallAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_whose_first_escalation_fails_has_the_baseline_of_one_answer(bool streaming)
    {
        using TestTiers tiers = new(static options => options.Cascades.Add(Cascade.OnAgreement(["nano-1", "mid-1"])), null, ("frontier-2", "frontier"));
        Say(tiers, "nano-1", "42");
        Say(tiers, "mid-1", "43");
        tiers.Fail("frontier-1", static () => new IOException("down"));

        Assert.StartsWith("frontier-2", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        decimal? failed = entries.Single(static entry => entry.Outcome == AttemptOutcome.Failed).Cost.Effective;
        Assert.Equal(0.014m + failed, entries.Sum(static entry => entry.BaselineCost));
    }

    [Fact]
    public async Task A_request_that_another_member_answers_has_the_baseline_of_its_answer()
    {
        using TestTiers tiers = Tiers(new Cascade("tests", new VerifierAcceptance(static (_, _, _) => new(1.0)), "nano-1", "mid-1"));
        tiers.Fail("nano-1", static () => new IOException("down"));

        Assert.Equal("mid-1", await tiers.CallAsync());

        Assert.Equal(0.014m, (await tiers.EntriesAsync()).Sum(static entry => entry.BaselineCost));
    }

    [Theory]
    [InlineData(0.9, "nano-1")]
    [InlineData(0.2, "frontier-1")]
    public async Task A_check_of_the_users_own_may_accept_one_answer(double score, string answered)
    {
        using TestTiers tiers = Tiers(new Cascade("tests", new VerifierAcceptance((_, _, _) => new(score)), "nano"));

        Assert.Equal(answered, await tiers.CallAsync());
    }

    [Theory]
    [InlineData("-0.01", "nano-1")]
    [InlineData("-0.7", "frontier-1")]
    public async Task An_answer_that_its_model_is_sure_of_is_accepted(string probability, string answered)
    {
        using TestTiers tiers = Tiers(new Cascade("sure", new LogProbabilityAcceptance(-0.05, MeanOf), "nano"));
        tiers["nano-1"].Respond = (_, _, _) =>
        {
            ChatResponse response = TestChatClient.Answer("nano-1", TestTiers.Usage(), "nano-1");
            response.RawRepresentation = ModelReaderWriter.Read<ChatCompletion>(BinaryData.FromString($$$"""
                {"id":"1","object":"chat.completion","created":1,"model":"nano","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"nano-1"},
                "logprobs":{"content":[{"token":"nano","logprob":{{{probability}}},"bytes":null,"top_logprobs":[]},{"token":"-1","logprob":{{{probability}}},"bytes":null,"top_logprobs":[]}]}}]}
                """));
            return Task.FromResult(response);
        };

        Assert.Equal(answered, await tiers.CallAsync());

        // As an application with the OpenAI client reads them.
        static double? MeanOf(ChatResponse response) =>
            response.RawRepresentation is ChatCompletion { ContentTokenLogProbabilities: { Count: > 0 } tokens } ? tokens.Average(static token => token.LogProbability) : null;
    }

    [Fact]
    public async Task An_answer_without_log_probabilities_is_not_accepted()
    {
        using TestTiers tiers = Tiers(new Cascade("sure", new LogProbabilityAcceptance(-0.05, static _ => null), "nano"));

        Assert.Equal("frontier-1", await tiers.CallAsync());

        Assert.Equal("no log-probabilities", (await tiers.EntriesAsync())[^1].Routing!.Reason);
    }

    [Theory]
    [InlineData("Yes.", "nano-1")]
    [InlineData("No", "frontier-1")]
    [InlineData("I would say YES or NO", "frontier-1")]
    public async Task A_judge_may_accept_an_answer_and_what_it_costs_belongs_to_the_request(string verdict, string answered)
    {
        var judge = new Relay();
        using TestTiers tiers = Tiers(new Cascade("judged", new JudgeAcceptance(judge), "nano"));
        judge.Inner = new MeteringChatClient(TestChatClient.Answering(verdict, TestTiers.Usage(50, 1), "mid-1"), tiers.Recorder);

        Assert.Equal(answered, await tiers.CallAsync());

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Single(entries.Select(static entry => entry.RequestId).Distinct());
        Assert.Equal(0m, entries.Single(static entry => entry.Routing!.Role == AttemptRole.Judge).BaselineCost);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_judge_that_is_routed_itself_is_not_judged_in_its_turn(bool streaming)
    {
        var judge = new Relay();
        using TestTiers tiers = Tiers(new Cascade("judged", new JudgeAcceptance(judge), "nano"));
        judge.Inner = tiers.Client;
        Say(tiers, "frontier-1", "YES");

        Assert.StartsWith("nano-1", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal([AttemptRole.CascadeMember, AttemptRole.Judge], entries.Select(static entry => entry.Routing!.Role));
        Assert.Equal((entries[0].RequestId, "frontier-1", 0m), (entries[1].RequestId, entries[1].Deployment, entries[1].BaselineCost));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_every_dear_deployment_fails_an_answer_in_hand_is_returned_and_not_paid_for_again(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        Say(tiers, "nano-1", "42");
        Say(tiers, "mid-1", "43");
        tiers.Fail("frontier-1", static () => new IOException("down"));

        Assert.StartsWith("43", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        Assert.Equal((1, 1, 1), (tiers["nano-1"].Calls, tiers["mid-1"].Calls, tiers["frontier-1"].Calls));
        Assert.All(tiers.Client.Deployments, static deployment => Assert.Equal(0, deployment.Health.InFlight));
        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(0.014m + entries.Where(static entry => entry.Outcome == AttemptOutcome.Failed).Sum(static entry => entry.BaselineCost), entries.Sum(static entry => entry.BaselineCost));
    }

    [Fact]
    public async Task A_judgement_that_fails_escalates()
    {
        using TestTiers tiers = Tiers(new Cascade("tests", new VerifierAcceptance(static (_, _, _) => throw new InvalidOperationException("no compiler")), "nano"));

        Assert.Equal("frontier-1", await tiers.CallAsync());

        Assert.Contains("InvalidOperationException", (await tiers.EntriesAsync())[^1].Routing!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dear_deployment_may_be_given_what_the_cheap_ones_said()
    {
        using TestTiers tiers = Tiers(new Cascade("drafts", new AgreementAcceptance(), "nano-1", "mid-1")
        {
            HandOver = static (messages, answers) => [.. messages, new AiMessage(ChatRole.User, "Drafts: " + string.Join(" / ", answers.Answers.Select(static answer => answer.Text)))],
        });
        Say(tiers, "nano-1", "41");
        Say(tiers, "mid-1", "43");
        string? seen = null;
        tiers["frontier-1"].Respond = (messages, _, _) =>
        {
            seen = messages.Last().Text;
            return Task.FromResult(TestChatClient.Answer("42", TestTiers.Usage(), "frontier-1"));
        };

        await tiers.CallAsync();

        Assert.Equal("Drafts: 41 / 43", seen);
    }

    [Theory]
    [InlineData("42", 0, "nano-1")]
    [InlineData("perhaps", 1, "mid-1")]
    public async Task A_cascade_that_asks_in_turn_asks_the_next_member_only_where_the_first_does_not_convince(string said, int asked, string answered)
    {
        var judged = new List<string>();
        using TestTiers tiers = Tiers(new Cascade("turns", new VerifierAcceptance((_, answer, _) => Check(answer)), "nano-1", "mid-1") { AsksInTurn = true });
        Say(tiers, "nano-1", said);
        Say(tiers, "mid-1", "42");

        await tiers.CallAsync();

        Assert.Equal((asked, 0), (tiers["mid-1"].Calls, tiers["frontier-1"].Calls));
        Assert.Equal(answered, (await tiers.EntriesAsync())[^1].Deployment);
        Assert.Equal(0.014m, (await tiers.EntriesAsync()).Sum(static entry => entry.BaselineCost));
        Assert.Distinct(judged);

        ValueTask<double> Check(ChatResponse answer)
        {
            judged.Add(answer.Text);
            return new(answer.Text == "42" ? 1 : 0);
        }
    }

    [Fact]
    public async Task Two_members_that_are_asked_in_turn_can_agree()
    {
        using TestTiers tiers = Tiers(new Cascade("turns", new AgreementAcceptance(), "nano-1", "mid-1") { AsksInTurn = true });
        Say(tiers, "nano-1", "42");
        Say(tiers, "mid-1", "42.0");

        Assert.Equal("42", await tiers.CallAsync());
    }

    [Fact]
    public async Task In_turn_a_member_that_fails_is_followed_by_the_next()
    {
        using TestTiers tiers = Tiers(new Cascade("turns", new VerifierAcceptance(static (_, _, _) => new(1.0)), "nano-1", "mid-1") { AsksInTurn = true });
        tiers.Fail("nano-1", static () => new IOException("down"));

        Assert.Equal("mid-1", await tiers.CallAsync());
    }

    [Fact]
    public async Task Who_wants_no_other_opinion_has_the_dear_deployment_asked_at_once()
    {
        using TestTiers tiers = Tiers(new Cascade("turns", new Hopeless(), "nano-1", "mid-1") { AsksInTurn = true });

        Assert.Equal("frontier-1", await tiers.CallAsync());

        Assert.Equal(0, tiers["mid-1"].Calls);
        Assert.Equal("hopeless", (await tiers.EntriesAsync())[^1].Routing!.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_leaves_leaves_no_call_under_way_behind(bool streaming)
    {
        using TestTiers tiers = Tiers(Cascade.OnAgreement(["nano-1", "mid-1"]));
        tiers.Hang("mid-1");
        using var cancel = new CancellationTokenSource();
        Task<ChatResponse> call = streaming
            ? tiers.Client.GetStreamingResponseAsync("one", null, cancel.Token).ToChatResponseAsync(CancellationToken.None)
            : tiers.Client.GetResponseAsync("one", null, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal([0, 0, 0], tiers.Client.Deployments.Select(static each => each.Health.InFlight));
    }

    private static TestTiers Tiers(Cascade cascade, Action<RoutingOptions>? configure = null) => new(options =>
    {
        options.Cascades.Add(cascade);
        configure?.Invoke(options);
    });

    private static void Say(TestTiers tiers, string deployment, string text) =>
        tiers[deployment].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer(text, TestTiers.Usage(), deployment));

    private static void Call(TestTiers tiers, string deployment, Dictionary<string, object?> arguments) =>
        tiers[deployment].Respond = (_, _, _) => Task.FromResult(new ChatResponse(new AiMessage(ChatRole.Assistant, [new FunctionCallContent("call-1", "weather", arguments)]))
        {
            ModelId = deployment,
            FinishReason = ChatFinishReason.ToolCalls,
            Usage = TestTiers.Usage(),
        });

    private sealed class Relay : IChatClient
    {
        public IChatClient? Inner { get; set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Inner!.GetResponseAsync(messages, options, cancellationToken);

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Inner!.GetStreamingResponseAsync(messages, options, cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Hopeless : IAnswerAcceptance
    {
        public string Name => "hopeless";

        public ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken) => new(AnswerVerdict.EscalateAtOnce("hopeless"));
    }
}
