import { machine, nothingYet, walk } from '/work/main/test/model/walk.ts'
import { everyNth, owing, product } from '/work/main/test/model/worlds.ts'
const t0=performance.now()
const r = nothingYet()
let max=0
let n=0
for (const w of everyNth(37, product(1))) {
  const before=r.states
  const t=performance.now()
  walk(machine,[w],r,{changes:true});if(r.states-before>5000){console.log("BIG",JSON.stringify(w));break}
  const d=r.states-before
  if(d>max){max=d;console.log(n,d,performance.now()-t,JSON.stringify(w))}
  n++
  if(performance.now()-t0>30000)break
}
console.log(r.worlds,r.states,r.transitions,performance.now()-t0)
for(const [k,v] of r.broken)console.log('BROKEN',k,'\n',v.slice(0,1500))
