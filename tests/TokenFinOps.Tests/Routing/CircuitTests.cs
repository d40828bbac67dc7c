using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Tests.Routing;

/// <summary>When a deployment is left alone, and when it is called again.</summary>
public sealed class CircuitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeploymentHealth _health;

    public CircuitTests() => _health = new DeploymentHealth(new CircuitOptions(), null, _time);

    [Fact]
    public void Three_failures_in_a_row_open_it_and_one_probe_closes_it()
    {
        Fail(3);

        Assert.False(_health.TryEnter(out _));
        Assert.Equal(TimeSpan.FromSeconds(5), _health.Wait);
        _time.Advance(TimeSpan.FromSeconds(5));
        HealthTicket probe = Enter();
        Assert.False(_health.TryEnter(out _));

        Answer(probe);

        Assert.True(_health.TryEnter(out _));
    }

    [Fact]
    public void Each_probe_that_fails_doubles_the_time_up_to_the_longest()
    {
        Fail(3);
        List<double> waits = [];
        for (int i = 0; i < 9; i++)
        {
            waits.Add(_health.Wait.TotalSeconds);
            _time.Advance(_health.Wait);
            Fail(1);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], waits);
    }

    [Fact]
    public void A_provider_that_says_how_long_is_believed()
    {
        _health.Failed(Enter(), FailureKind.RateLimited, TimeSpan.FromSeconds(42));

        Assert.Equal(TimeSpan.FromSeconds(42), _health.Wait);
    }

    [Fact]
    public void Calls_under_way_that_fail_too_do_not_lengthen_the_time()
    {
        Fail(Enter(10), FailureKind.RateLimited);

        Assert.Equal(TimeSpan.FromSeconds(5), _health.Wait);
        Assert.Equal(0, _health.InFlight);
    }

    [Theory]
    [InlineData(FailureKind.Incurable)]
    [InlineData(FailureKind.TooLong)]
    [InlineData(FailureKind.Refused)]
    [InlineData(FailureKind.Cancelled)]
    internal void What_is_the_requests_fault_says_nothing_about_the_deployment(FailureKind kind)
    {
        for (int i = 0; i < 50; i++)
        {
            _health.Failed(Enter(), kind, null);
        }

        Assert.Equal(TimeSpan.Zero, _health.Wait);
    }

    [Fact]
    public void Half_of_the_last_calls_failing_opens_it_without_three_in_a_row()
    {
        for (int i = 0; i < 10; i++)
        {
            Fail(1);
            Answer(Enter());
        }

        Fail(1);

        Assert.NotEqual(TimeSpan.Zero, _health.Wait);
    }

    [Fact]
    public void A_probe_whose_caller_leaves_lets_the_next_one_probe()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(5));

        _health.Left(Enter());

        Assert.True(_health.TryEnter(out _));
    }

    [Fact]
    public void A_call_from_before_an_outage_that_leaves_does_not_let_a_second_probe_in()
    {
        HealthTicket[] calls = Enter(4);
        Fail(calls[..3]);
        _time.Advance(TimeSpan.FromSeconds(5));
        Enter();

        _health.Left(calls[3]);

        Assert.False(_health.TryEnter(out _));
    }

    [Fact]
    public void A_call_from_before_an_outage_that_fails_does_not_undo_a_probe_that_is_answered()
    {
        HealthTicket[] calls = Enter(4);
        Fail(calls[..3]);
        _time.Advance(TimeSpan.FromSeconds(5));
        HealthTicket probe = Enter();

        Fail(calls[3..]);
        Answer(probe);

        Assert.Equal(TimeSpan.Zero, _health.Wait);
    }

    [Fact]
    public void A_call_from_before_an_outage_that_is_answered_does_not_end_the_outage()
    {
        HealthTicket[] calls = Enter(4);
        Fail(calls[..3]);

        Answer(calls[3]);

        Assert.Equal(TimeSpan.FromSeconds(5), _health.Wait);
    }

    [Fact]
    public void Calls_from_before_an_outage_that_fail_after_it_do_not_begin_another()
    {
        HealthTicket[] calls = Enter(6);
        Fail(calls[..3]);
        _time.Advance(TimeSpan.FromSeconds(5));
        Answer(Enter());

        Fail(calls[3..]);

        Assert.Equal((TimeSpan.Zero, 0), (_health.Wait, _health.InFlight));
    }

    [Fact]
    public void What_a_provider_asks_for_holds_whichever_call_it_tells()
    {
        HealthTicket[] calls = Enter(4);
        Fail(calls[..3]);

        _health.Failed(calls[3], FailureKind.RateLimited, TimeSpan.FromSeconds(42));

        Assert.Equal(TimeSpan.FromSeconds(42), _health.Wait);
    }

    [Fact]
    public void A_stream_that_probes_closes_it_when_it_begins_and_counts_as_a_failure_when_it_breaks()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(5));
        HealthTicket stream = _health.Began(Enter(), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, _health.Wait);

        Fail([stream, .. Enter(2)]);

        Assert.Equal(TimeSpan.FromSeconds(5), _health.Wait);
    }

    [Fact]
    public void A_long_outage_with_a_long_cooldown_has_the_longest_time()
    {
        var cooldown = TimeSpan.FromMinutes(15);
        var health = new DeploymentHealth(new CircuitOptions { Cooldown = cooldown, MaxCooldown = cooldown }, null, _time);
        for (int i = 0; i < 40; i++)
        {
            Assert.True(health.TryEnter(out HealthTicket ticket));
            health.Failed(ticket, FailureKind.RateLimited, null);
            Assert.Equal(cooldown, health.Wait);
            _time.Advance(cooldown);
        }
    }

    [Fact]
    public void A_call_that_was_given_up_makes_a_deployment_slower_and_never_faster()
    {
        _health.Began(Enter(), TimeSpan.FromSeconds(2));

        _health.Left(Enter(), waited: TimeSpan.FromSeconds(1));
        Assert.Equal(2, _health.Latency);

        _health.Left(Enter(), waited: TimeSpan.FromSeconds(7));
        Assert.Equal(3, _health.Latency, 9);
    }

    [Fact]
    public void What_is_known_of_the_latency_halves_every_ten_minutes()
    {
        _health.Began(Enter(), TimeSpan.FromSeconds(8));
        _time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(2, _health.Latency, 9);
    }

    [Theory]
    [InlineData("2", false, 2.0)]
    [InlineData("1500", true, 1.5)]
    [InlineData("Wed, 01 Jan 2025 00:00:10 GMT", false, 10.0)]
    [InlineData("Tue, 31 Dec 2024 00:00:00 GMT", false, 0.0)]
    [InlineData("soon", false, null)]
    [InlineData("-3", false, null)]
    [InlineData("1e300", false, null)]
    [InlineData("NaN", false, null)]
    public void Retry_after_is_seconds_or_a_date(string header, bool isMilliseconds, double? seconds) =>
        Assert.Equal(seconds, RetryAfterReader.Parse(header, isMilliseconds, new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero))?.TotalSeconds);

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Fail([Enter()]);
        }
    }

    private void Fail(IReadOnlyList<HealthTicket> tickets, FailureKind kind = FailureKind.Transient)
    {
        foreach (HealthTicket ticket in tickets)
        {
            _health.Failed(ticket, kind, null);
        }
    }

    private void Answer(HealthTicket ticket) => _health.Succeeded(_health.Began(ticket, TimeSpan.FromSeconds(1)));

    private HealthTicket Enter()
    {
        Assert.True(_health.TryEnter(out HealthTicket ticket));
        return ticket;
    }

    private HealthTicket[] Enter(int calls) => [.. Enumerable.Range(0, calls).Select(_ => Enter())];
}
