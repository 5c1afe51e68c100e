using System.Transactions;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Throws when it is told to roll back, as a driver may; then nobody is told that the transaction has ended.
/// </summary>
internal sealed class ThrowingParticipant : IEnlistmentNotification
{
    public void Prepare(PreparingEnlistment preparingEnlistment) => preparingEnlistment.Prepared();

    public void Commit(Enlistment enlistment) => enlistment.Done();

    public void Rollback(Enlistment enlistment) => throw new InvalidTimeZoneException("It cannot be rolled back.");

    public void InDoubt(Enlistment enlistment) => enlistment.Done();
}
