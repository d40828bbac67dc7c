using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Budgets;

namespace TokenFinOps.Tests.Budgets;

public sealed class WebhookTests
{
    private static readonly BudgetEvent Event = new(
        BudgetEventKind.ThresholdCrossed,
        new BudgetStatus
        {
            Budget = "each customer", Scope = "acme \"corp\"", Measure = BudgetMeasure.Cost, Currency = "USD", Window = BudgetWindow.Month, Limit = 20m, Spent = 16.000001m,
        },
        new BudgetThreshold(0.8m, BudgetAction.Notify),
        DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    [Fact]
    public async Task An_event_is_posted_as_json()
    {
        var receiver = new Receiver(HttpStatusCode.OK);
        using var http = new HttpClient(receiver);

        await new BudgetWebhook(http, new Uri("https://hooks.example/finops")).OnEventAsync(Event, TestContext.Current.CancellationToken);

        using JsonDocument posted = JsonDocument.Parse(Assert.Single(receiver.Bodies));
        Assert.Equal("ThresholdCrossed", posted.RootElement.GetProperty("event").GetString());
        Assert.Equal("acme \"corp\"", posted.RootElement.GetProperty("scope").GetString());
        Assert.Equal(16.000001m, posted.RootElement.GetProperty("spent").GetDecimal());
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_twice()
    {
        var receiver = new Receiver(HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        using var http = new HttpClient(receiver);
        var time = new FakeTimeProvider();
        ValueTask posting = new BudgetWebhook(http, new Uri("https://hooks.example/finops"), time).OnEventAsync(Event, TestContext.Current.CancellationToken);

        while (!posting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await posting;
        Assert.Equal(3, receiver.Bodies.Count);
    }

    [Fact]
    public void An_address_that_is_none_is_refused()
    {
        using var http = new HttpClient();

        Assert.Contains("absolute http", Assert.Throws<ArgumentException>(() => new BudgetWebhook(http, new Uri("/hook", UriKind.Relative))).Message, StringComparison.Ordinal);
    }

    private sealed class Receiver(params HttpStatusCode[] answers) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(answers[Bodies.Count - 1]);
        }
    }
}
