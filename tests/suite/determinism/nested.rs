//! Several draws of the noise on each draw of the covariates.

use parsim_engine::experiment::Experiment;
use parsim_stats::dataset::Dataset;
use parsim_study::Plan;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;

fn plan(draws: &str) -> Plan {
    let text = format!(
        "title = \"t\"\nseed = 4\nreplicates = 32\n[mechanism]\nkind = \"linear\"\nn = 30\n{draws}\n\
         covariates = {{ kind = \"gaussian\", p = 3, correlation = \"ar1\", rho = 0.5 }}\n\
         coefficients = {{ kind = \"leading\", s = 1 }}\nnoise = {{ kind = \"gaussian\", snr = 1 }}\n\
         [[method]]\nkind = \"ols\"\n"
    );
    compile(&text, &MemoryFiles::new())
}

fn draw(experiment: &Experiment<'_>, replicate: u64) -> Dataset {
    let mut data = Dataset::default();
    experiment.source().draw(replicate, &mut data);
    data
}

#[test]
fn runs_of_replicates_share_their_covariates_and_nothing_else() {
    for draws in [2, 4, 8, 16] {
        let plan = plan(&format!("noise_draws = {draws}"));
        let experiment = Experiment::new(&plan, 0, &[]).unwrap();
        let all: Vec<Dataset> = (0..32).map(|replicate| draw(&experiment, replicate)).collect();
        for (r, data) in all.iter().enumerate() {
            for (other, before) in all[..r].iter().enumerate() {
                assert_eq!(data.x == before.x, r / draws == other / draws, "{r} and {other}");
                assert_ne!(data.y, before.y, "{r} and {other}");
            }
        }
        // The same where they are drawn together, from any replicate on, in arenas that were used.
        for (first, count) in [(0, 16), (3, 8), (16, 1), (7, 9)] {
            let mut group = vec![draw(&experiment, 31); count];
            experiment.source().draw_group(first, &mut group);
            assert_eq!(group, all[first as usize..][..count], "{first}");
        }
    }
}

/// Without the key, and with a single draw, every replicate has covariates of its own: those that it always had.
#[test]
fn one_draw_is_the_usual_study() {
    let (usual, one) = (plan(""), plan("noise_draws = 1"));
    let usual = Experiment::new(&usual, 0, &[]).unwrap();
    assert_ne!(draw(&usual, 0).x, draw(&usual, 1).x);
    assert_ne!(
        draw(&Experiment::new(&one, 0, &[]).unwrap(), 0).x,
        draw(&Experiment::new(&one, 0, &[]).unwrap(), 1).x
    );
}
