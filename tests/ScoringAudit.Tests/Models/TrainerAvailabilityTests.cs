using ScoringAudit.Models;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Models;

public class TrainerAvailabilityTests
{
    private const string Message = "The algorithm 'lightgbm' cannot run here: its native library lib_lightgbm does not load, usually because the system package libgomp1 is missing. On Debian and Ubuntu: apt-get install libgomp1. Or choose fasttree, fastforest, gam, logistic or scorecard, which need no system package.";

    [Fact]
    public void LightGbm_LibraryDoesNotLoad_SaysWhatIsMissing()
    {
        Assert.False(TrainerAvailability.LightGbm(out var message, _ => false));
        Assert.Equal(Message, message);
    }

    [Fact]
    public void LightGbm_LibraryLoads_SaysNothing()
    {
        Assert.True(TrainerAvailability.LightGbm(out var message, name => name == "lib_lightgbm"));
        Assert.Empty(message);
    }

    [Fact]
    public void Train_LightGbmWithoutItsLibrary_RefusesBeforeReadingRows()
    {
        var trainer = new MlNetTrainer(loadNative: _ => false);
        var e = Assert.Throws<AuditDataException>(() => trainer.Train(SmallCredit.Make(100), SmallCredit.Plan("lightgbm"), TestContext.Current.CancellationToken));
        Assert.Equal(Message, e.Message);
    }
}
