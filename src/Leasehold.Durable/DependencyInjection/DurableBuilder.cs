using System.Diagnostics.CodeAnalysis;
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
    public DurableBuilder AddOperation<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TOperation>(
        string kind, Action<DurableOperationOptions>? configure = null)
        where TOperation : DurableOperation
    {
        OperationKind.ThrowIfInvalid(kind);
        Services.TryAddSingleton<TOperation>();
        var registration = new OperationRegistration(
            kind, Database, static services => services.GetRequiredService<TOperation>(), configure);
        Services.AddSingleton(registration);
        return this;
    }

    /// <summary>
    /// Has the journal's tables made, and its worker begin, only when this has ended: migrations of the application's
    /// own tables, or whatever finds out that the database is its own.
    /// </summary>
    /// <remarks>Asked for once, when the service starts, which does not wait for it. Where it fails, neither comes.
    /// </remarks>
    /// <param name="ready">What to wait for.</param>
    public DurableBuilder StartAfter(Func<IServiceProvider, Task> ready)
    {
        ArgumentNullException.ThrowIfNull(ready);
        Services.AddSingleton(new JournalStart(Database, ready));
        return this;
    }

    /// <summary>
    /// Has operations of a kind recur: each occurrence is written once, by whichever instance is there, and run like
    /// any other.
    /// </summary>
    /// <remarks>
    /// By the database's clock. Where instances differ in the expression, that of the one that started last counts.
    /// </remarks>
    /// <param name="name">Names it in the journal: 1 to 100 of <c>A–Z a–z 0–9 . _ -</c>.</param>
    /// <param name="kind">The kind, which is registered too.</param>
    /// <param name="cron">
    /// When: five fields, or six that begin with the seconds. <c>Leasehold:Durable:Recurring:{name}:Cron</c> wins.
    /// </param>
    /// <param name="args">Makes the arguments of an occurrence; must do the same on every instance.</param>
    /// <param name="configure">Time zone and what becomes of missed occurrences; configuration wins.</param>
    /// <typeparam name="TArgs">The arguments of the kind's operations.</typeparam>
    /// <exception cref="ArgumentException">A name is not allowed.</exception>
    public DurableBuilder AddRecurring<TArgs>(
        string name,
        string kind,
        string cron,
        Func<RecurringOccurrence, TArgs> args,
        Action<RecurringOptions>? configure = null)
    {
        OperationKind.ThrowIfInvalid(name);
        OperationKind.ThrowIfInvalid(kind);
        ArgumentException.ThrowIfNullOrEmpty(cron);
        ArgumentNullException.ThrowIfNull(args);
        Services.AddSingleton(new RecurringRegistration(
            name,
            Database,
            kind,
            typeof(TArgs),
            occurrence => args(occurrence),
            options =>
            {
                options.Cron = cron;
                configure?.Invoke(options);
            }));
        return this;
    }
}
