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

        Assert.False(_health.TryEnter());
        Assert.Equal(TimeSpan.FromSeconds(5), _health.Wait);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_health.TryEnter());
        Assert.False(_health.TryEnter());

        _health.Succeeded(TimeSpan.FromSeconds(1));

        Assert.True(_health.TryEnter());
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
        Assert.True(_health.TryEnter());
        _health.Failed(FailureKind.RateLimited, TimeSpan.FromSeconds(42));

        Assert.Equal(TimeSpan.FromSeconds(42), _health.Wait);
    }

    [Fact]
    public void Calls_under_way_that_fail_too_do_not_lengthen_the_time()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.True(_health.TryEnter());
        }

        for (int i = 0; i < 10; i++)
        {
            _health.Failed(FailureKind.RateLimited, null);
        }

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
            Assert.True(_health.TryEnter());
            _health.Failed(kind, null);
        }

        Assert.Equal(TimeSpan.Zero, _health.Wait);
    }

    [Fact]
    public void Half_of_the_last_calls_failing_opens_it_without_three_in_a_row()
    {
        for (int i = 0; i < 10; i++)
        {
            Fail(1);
            Succeed();
        }

        Fail(1);

        Assert.NotEqual(TimeSpan.Zero, _health.Wait);
    }

    [Fact]
    public void A_probe_whose_caller_leaves_lets_the_next_one_probe()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_health.TryEnter());

        _health.Left();

        Assert.True(_health.TryEnter());
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
            Assert.True(_health.TryEnter());
            _health.Failed(FailureKind.Transient, null);
        }
    }

    private void Succeed()
    {
        Assert.True(_health.TryEnter());
        _health.Succeeded(TimeSpan.FromSeconds(1));
    }
}
