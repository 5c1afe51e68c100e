namespace Leasehold.Tests.Staging;

public sealed class PreparationTests
{
    [Fact]
    public void Continue_GoesOnWithWhatWasPrepared()
    {
        Preparation<int, string> preparation = Preparation.Continue(7);

        Assert.True(preparation.GoesOn);
        Assert.Equal(7, preparation.Prepared);
        Assert.Throws<InvalidOperationException>(() => preparation.Result);
    }

    [Fact]
    public void Finish_EndsWithTheResult()
    {
        Preparation<int, string> preparation = Preparation.Finish("as before");

        Assert.False(preparation.GoesOn);
        Assert.Equal("as before", preparation.Result);
        Assert.Throws<InvalidOperationException>(() => preparation.Prepared);
    }

    [Fact]
    public void Continue_WhereBothTypesAreTheSame_IsNotTakenForTheOther()
    {
        Preparation<string, string> preparation = Preparation.Continue("prepared");

        Assert.True(preparation.GoesOn);
    }
}
