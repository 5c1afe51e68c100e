using Leasehold.Durable.Tests.Instances;
using Leasehold.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Leasehold.Durable.Tests.Options;

public sealed class DurableOptionsTests
{
    [Theory]
    [InlineData("Claim", "00:00:00", "Leasehold:Durable:Claim")]
    [InlineData("MaxConcurrency", "0", "Leasehold:Durable:MaxConcurrency")]
    [InlineData("Instance", "", "Leasehold:Durable:Instance")]
    [InlineData("Operations:charge:MaxAttempts", "0", "Leasehold:Durable:Operations:charge:MaxAttempts")]
    [InlineData("Operations:charge:LongestPause", "00:00:00.5", "Leasehold:Durable:Operations:charge:LongestPause")]
    public void Value_OutOfRange_IsRefusedByName(string setting, string value, string named)
    {
        using var services = Build(setting, value);

        var refused = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<DurableOptions>>().Value);

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Claim", "soon")]
    [InlineData("Operations:charge:MaxAttempts", "many")]
    public void Value_Unreadable_IsRefusedByName(string setting, string value)
    {
        using var services = Build(setting, value);

        var refused = Assert.Throws<InvalidOperationException>(
            () => services.GetRequiredService<IOptions<DurableOptions>>().Value);

        Assert.Contains($"Leasehold:Durable:{setting}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Clam", "Claim")]
    [InlineData("Operations:charge:MaxAtempts", "MaxAttempts")]
    public void Setting_Mistyped_IsRefusedWithTheNearestName(string setting, string meant)
    {
        using var services = Build(setting, "00:00:30");

        var refused = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<DurableOptions>>().Value);

        Assert.Contains($"Leasehold:Durable:{setting} is not a setting", refused.Message, StringComparison.Ordinal);
        Assert.Contains(meant, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lease")]
    [InlineData("Leese")]
    public void Claim_UnderItsOldName_IsRefusedByBoth(string setting)
    {
        using var services = Build(setting, "00:00:30");

        var refused = Assert.Throws<InvalidOperationException>(
            () => services.GetRequiredService<IOptions<DurableOptions>>().Value);

        Assert.Contains("Leasehold:Durable:Lease", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Leasehold:Durable:Claim", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Each is bound by a line of its own, which a new one would lack.</summary>
    [Fact]
    public void Configuration_EachSetting_IsBound()
    {
        var settings = typeof(DurableOptions).GetProperties()
            .Where(static p => p.PropertyType.IsValueType || p.PropertyType == typeof(string))
            .ToList();
        var untouched = new DurableOptions();
        Assert.All(settings, setting =>
        {
            var text = setting.GetValue(untouched) switch
            {
                TimeSpan => "00:00:07",
                bool value => (!value).ToString(),
                string => "lh_",
                _ => "17",
            };
            using var services = Build(setting.Name, text);

            var bound = setting.GetValue(services.GetRequiredService<IOptions<DurableOptions>>().Value);

            Assert.Equal(text, bound?.ToString());
        });
    }

    /// <summary>Where reflection is off, as in a trimmed application, or the resolver is one of one's own.</summary>
    [Fact]
    public async Task AddOperation_ArgumentsThatJsonDoesNotKnow_AreRefusedByKindBeforeAnyRuns()
    {
        var durable = Register(new ConfigurationBuilder().Build());
        durable.Services.Configure<DurableOptions>(static options => options.Json.TypeInfoResolver
            = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine());
        durable.AddOperation<OtherOperation>("other");
        await using var services = durable.Services.BuildServiceProvider();

        var refused = Assert.Throws<InvalidOperationException>(
            () => services.GetRequiredService<DurableOperations>());

        Assert.Contains("'other' take String", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TypeInfoResolverChain", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_NamesAKind_SetsItsBounds()
    {
        using var services = Build("Operations:charge:MaxAttempts", "7");

        var options = services.GetRequiredService<IOptions<DurableOptions>>().Value;

        Assert.Equal(7, options.Operations["charge"].MaxAttempts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a kind")]
    [InlineData("kind'; --")]
    public void AddOperation_NoName_IsRefused(string kind)
        => Assert.ThrowsAny<ArgumentException>(
            () => Register(new ConfigurationBuilder().Build()).AddOperation<ChargeOperation>(kind));

    [Fact]
    public async Task AddOperation_OneKindTwice_IsRefused()
    {
        var durable = Register(new ConfigurationBuilder().Build());
        durable.AddOperation<ChargeOperation>("charge").AddOperation<OtherOperation>("charge");
        durable.Services.AddSingleton(new ChargeOperation("t")).AddSingleton<OtherOperation>();
        await using var services = durable.Services.BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<DurableOperations>());
    }

    private static ServiceProvider Build(string setting, string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"Leasehold:Durable:{setting}", value)])
            .Build();
        var durable = Register(configuration);
        durable.Services.AddSingleton<IConfiguration>(configuration);
        return durable.AddOperation<ChargeOperation>("charge").Services.BuildServiceProvider();
    }

    private static DurableBuilder Register(IConfiguration configuration)
        => new ServiceCollection()
            .AddLeasehold(configuration)
            .UseProvider(static _ => new SqliteProvider("Data Source=never-opened.db"))
            .AddDurable();

    private sealed class OtherOperation : DurableOperation<string, string, string>
    {
        public override Task<CallOutcome<string>> CallAsync(
            DurableCall<string> call, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task<string> SaveAsync(
            Session session, DurableCall<string> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public override Task<Reconciled<string>> ReconcileAsync(
            DurableCall<string> call, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task AbandonAsync(
            Session session, AbandonedCall<string> call, string reason, CancellationToken cancellationToken)
            => throw new NotSupportedException();
    }
}
