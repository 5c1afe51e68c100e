using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Leasehold.Durable;

/// <summary>What remains to be said after <c>AddDurable</c>: the kinds of operations.</summary>
public sealed class DurableBuilder
{
    internal DurableBuilder(IServiceCollection services, string? database)
    {
        Services = services;
        Database = database;
    }

    /// <summary>The services being registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The database's name when there are several; null for the first.</summary>
    public string? Database { get; }

    /// <summary>Registers an operation, as a singleton, under the name that the journal stores.</summary>
    /// <param name="kind">1 to 100 of <c>A–Z a–z 0–9 . _ -</c>; never change it while operations are stored.</param>
    /// <param name="configure">Bounds; configuration under <c>Leasehold:Durable:Operations:{kind}</c> wins.</param>
    /// <typeparam name="TOperation">The operation.</typeparam>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public DurableBuilder AddOperation<TOperation>(string kind, Action<DurableOperationOptions>? configure = null)
        where TOperation : DurableOperation
    {
        OperationKind.ThrowIfInvalid(kind);
        Services.TryAddSingleton<TOperation>();
        var registration = new OperationRegistration(
            kind, Database, static services => services.GetRequiredService<TOperation>(), configure);
        Services.AddSingleton(registration);
        return this;
    }
}
