using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Connecting;

/// <summary>Passwords of a provider, and what the application does to the driver's data source.</summary>
public abstract class PasswordSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(10);

    // One source for each of the three workloads.
    private const int Sources = 3;

    [Fact]
    public async Task Clear_ManyTimes_AsksNobodyAgain()
    {
        var counted = new Counted();
        var pools = Build(static api => api.Size = 1, provider: CreateProvider(counted, Never));
        await PhysicalOfNextAsync(pools.Api);
        await Eventually.TrueAsync(() => counted.Passwords == Sources, "each source has its password");

        for (var turn = 0; turn < 20; turn++)
        {
            pools.Api.Clear();
            await PhysicalOfNextAsync(pools.Api);
        }

        Assert.Equal((Sources, Sources), (counted.Configured, counted.Passwords));
    }

    [Fact]
    public async Task Open_PasswordHasChanged_TakesTheNewOneByTheProvidersRule()
    {
        await using var user = await Database.CreateLimitedUserAsync(10);
        var counted = new Counted { Password = "not-yet-right" };
        var pools = Build(
            static api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(2)),
            provider: CreateProvider(counted, TimeSpan.FromMilliseconds(100), user.ConnectionString));
        Assert.NotNull(await Record.ExceptionAsync(() => PhysicalOfNextAsync(pools.Api)));
        pools.Api.Clear();

        counted.Password = null;

        await Eventually.TrueAsync(
            async () => await Record.ExceptionAsync(() => PhysicalOfNextAsync(pools.Api)) is null,
            "the new password is in use",
            Patience);
        Assert.Equal(Sources, counted.Configured);
    }

    /// <summary>Connects without a password of its own, and asks for it so often.</summary>
    private protected abstract DatabaseProvider CreateProvider(
        Counted counted, TimeSpan interval, string? connectionString = null);

    private protected sealed class Counted
    {
        private int _configured;
        private int _passwords;
        private volatile string? _password;

        public int Configured => Volatile.Read(ref _configured);

        public int Passwords => Volatile.Read(ref _passwords);

        /// <summary>Null for the right one.</summary>
        public string? Password
        {
            get => _password;
            set => _password = value;
        }

        public void OnConfigured() => Interlocked.Increment(ref _configured);

        public ValueTask<string> Next(string right)
        {
            Interlocked.Increment(ref _passwords);
            return new(Password ?? right);
        }
    }
}
